-- One row per child who left care in the period: the last time in it.
select
    care.child_id,
    care.ended_on as event_on,
    care.team,
    care.worker,
    care.started_on as care_started_on,
    care.end_reason,
    care.end_reason in ('E41') as in_numerator,
    case when care.end_reason is null then 'no reason recorded' end as left_out_because
from (
    select care.*, lead(care.ended_on) over (partition by care.child_id order by care.ended_on) as next_ended_on
    from care_period as care
    left join legal_status as short_break
        on  short_break.child_id      = care.child_id
        and short_break.started_on    = care.started_on
        and short_break.legal_status in ('V3', 'V4')
    where short_break.child_id is null
      and (care.end_reason is null or care.end_reason <> 'X1')
) as care
where care.ended_on between $period_start and $period_end
  and (care.next_ended_on is null or care.next_ended_on > $period_end)
