-- One row per action of the plan due by the last day.
select
    action.action_id as subject_id,
    coalesce(action.completed_on <= $period_end, false) as in_numerator,
    action.reference,
    action.priority,
    action.lead as post,
    action.due_on,
    action.completed_on
from action
where action.is_withdrawn is not true
    and action.due_on <= $period_end
