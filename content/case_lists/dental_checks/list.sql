-- One row for each child in care.
select
    care.child_id,
    coalesce(checked.last_on, care.started_on)                              as started_on,
    due_on('dental_check', coalesce(checked.last_on, care.started_on))      as due_on,
    care.team,
    care.worker,
    care.started_on                                                         as entered_care_on,
    checked.last_on                                                         as last_check_on
from care_period as care
left join (
    select child_id, max(checked_on) as last_on
    from health_check
    where kind = 'dental_check' and checked_on <= $as_at
    group by child_id
) as checked
    on checked.child_id = care.child_id
where care.started_on <= $as_at
    and (care.ended_on is null or care.ended_on > $as_at)
    and care.child_id not in (
        select child_id from legal_status
        where legal_status in ('V3', 'V4')
            and started_on <= $as_at and (ended_on is null or ended_on > $as_at)
    )
