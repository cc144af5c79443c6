-- One row per child in care with a missing episode in the period; the score is the number of episodes.
select
    missing.child_id,
    case when min(missing.started_on) > $period_start then min(missing.started_on) else $period_start end as event_on,
    min(missing.started_on) as first_missing_on,
    count(*) as score
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
  and missing.started_on <= $period_end
  and (missing.ended_on is null or missing.ended_on >= $period_start)
group by missing.child_id
