-- One row for each child in care who has had no health assessment since care began.
select
    care.child_id,
    care.started_on,
    due_on('initial_health_assessment', care.started_on) as due_on,
    care.team,
    care.worker
from care_period as care
left join health_check as checked
    on  checked.child_id = care.child_id
    and checked.kind = 'health_assessment'
    and checked.checked_on >= care.started_on
    and checked.checked_on <= $as_at
where care.started_on <= $as_at
    and (care.ended_on is null or care.ended_on > $as_at)
    and checked.child_id is null
    and care.child_id not in (
        select child_id from legal_status
        where legal_status in ('V3', 'V4')
            and started_on <= $as_at and (ended_on is null or ended_on > $as_at)
    )
