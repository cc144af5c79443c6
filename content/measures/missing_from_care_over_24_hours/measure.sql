-- One row per missing episode of a child in care that ended in the period.
select
    missing.child_id,
    missing.ended_on as event_on,
    missing.child_id || ' ' || cast(missing.started_on as varchar) as row_id,
    missing.started_on,
    days_between(missing.started_on, missing.ended_on) as days_missing,
    days_between(missing.started_on, missing.ended_on) >= 1 as in_numerator
from (
    select
        missing.child_id,
        missing.started_on,
        missing.ended_on,
        row_number() over (partition by missing.child_id, missing.started_on order by care.started_on) as copy
    from missing_episode as missing
    inner join care_period as care
        on  care.child_id    = missing.child_id
        and care.started_on <= missing.started_on
        and (care.ended_on is null or care.ended_on >= missing.started_on)
    where missing.kind = 'M'
) as missing
where missing.copy = 1
  and missing.ended_on between $period_start and $period_end
