-- One row per a personal education plan due in the period.
select
    item.child_id,
    item.due_on as event_on,
    coalesce(item.completed_on <= item.due_on, false) as in_numerator,
    item.team,
    item.completed_on
from education_plan as item
where item.due_on between $period_start and $period_end
