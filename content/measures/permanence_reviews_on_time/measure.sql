-- One row per a review of a permanence plan due in the period.
select
    item.child_id,
    item.due_on as event_on,
    coalesce(item.held_on <= item.due_on, false) as in_numerator,
    item.team,
    item.worker,
    item.held_on
from permanence_review as item
where item.due_on between $period_start and $period_end
