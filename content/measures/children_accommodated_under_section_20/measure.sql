-- One row per child looked after on the last day.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on                                                  as care_started_on,
    status.legal_status,
    status.started_on                                                as status_since,
    status.legal_status = 'V2'                                       as in_numerator,
    case when status.legal_status is null then 'no legal status' end as left_out_because
from (
    select *, lead(started_on) over (partition by child_id order by started_on) as next_started_on
    from care_period
) as care
left join legal_status as short_break
    on  short_break.child_id      = care.child_id
    and short_break.legal_status in ('V3', 'V4')
    and short_break.started_on   >= care.started_on
    and short_break.started_on   <= $period_end
    and (short_break.ended_on is null or short_break.ended_on > $period_end)
left join (
    select *, lead(started_on) over (partition by child_id order by started_on) as next_started_on
    from legal_status
) as status
    on  status.child_id    = care.child_id
    and status.started_on <= $period_end
    and (status.ended_on is null or status.ended_on > $period_end)
    and (status.next_started_on is null or status.next_started_on > $period_end)
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
