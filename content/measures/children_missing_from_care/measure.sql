-- One row per child looked after at any time in the period, with the last such episode that began by its end.
select
    care.child_id,
    case when care.started_on > $period_start then care.started_on else $period_start end as event_on,
    care.team,
    care.worker,
    missing.started_on as last_missing_from,
    missing.ended_on   as last_missing_to,
    missing.child_id is not null and (missing.ended_on is null or missing.ended_on >= $period_start) as in_numerator
from (
    select
        care.*,
        max(coalesce(care.ended_on, date '9999-12-31'))
            over (partition by care.child_id order by care.started_on rows between unbounded preceding and 1 preceding)
            as in_care_before_until
    from care_period as care
    left join legal_status as short_break
        on  short_break.child_id      = care.child_id
        and short_break.started_on    = care.started_on
        and short_break.legal_status in ('V3', 'V4')
    where short_break.child_id is null
) as care
left join (
    select child_id, started_on, ended_on, lead(started_on) over (partition by child_id order by started_on) as next_started_on
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
    where copy = 1
) as missing
    on  missing.child_id    = care.child_id
    and missing.started_on <= $period_end
    and (missing.next_started_on is null or missing.next_started_on > $period_end)
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on >= $period_start)
  and (care.in_care_before_until is null or care.in_care_before_until < $period_start)
