-- One row per milestone due in the period.
select
    milestone.milestone_id as subject_id,
    milestone.due_on       as event_on,
    coalesce(milestone.completed_on <= milestone.due_on, false) as in_numerator,
    milestone.priority,
    milestone.completed_on
from milestone
where milestone.due_on between $period_start and $period_end
