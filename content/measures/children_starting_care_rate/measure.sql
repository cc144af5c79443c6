-- One row per child who came into care in the period: the first time in it.
select
    care.child_id,
    care.started_on as event_on,
    care.team,
    care.worker,
    care.need
from (
    select care.*, lag(care.started_on) over (partition by care.child_id order by care.started_on) as earlier_started_on
    from care_period as care
    left join legal_status as short_break
        on  short_break.child_id      = care.child_id
        and short_break.started_on    = care.started_on
        and short_break.legal_status in ('V3', 'V4')
    where short_break.child_id is null
) as care
where care.started_on between $period_start and $period_end
  and (care.earlier_started_on is null or care.earlier_started_on < $period_start)
