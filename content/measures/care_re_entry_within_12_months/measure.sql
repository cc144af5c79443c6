-- One row per time that a child came into care in the period.
select
    care.child_id,
    care.started_on as event_on,
    care.team,
    care.worker,
    care.left_before_on,
    coalesce(days_between(care.left_before_on, care.started_on) <= 365, false)
        or coalesce(care.is_second_in_12_months, false) as in_numerator
from (
    select care.*, lag(care.ended_on) over (partition by care.child_id order by care.started_on) as left_before_on
    from care_period as care
    left join legal_status as short_break
        on  short_break.child_id      = care.child_id
        and short_break.started_on    = care.started_on
        and short_break.legal_status in ('V3', 'V4')
    where short_break.child_id is null
) as care
where care.started_on between $period_start and $period_end
