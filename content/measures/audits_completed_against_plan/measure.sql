-- One row per an audit planned for the period.
select
    item.audit_id as subject_id,
    item.planned_for as event_on,
    coalesce(item.completed_on <= item.planned_for, false) as in_numerator,
    item.team,
    item.worker,
    item.completed_on
from audit as item
where item.planned_for between $period_start and $period_end
