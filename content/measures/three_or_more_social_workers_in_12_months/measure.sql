-- One row per child looked after on the last day, with the social workers of the last 12 months.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on                         as care_started_on,
    count(distinct involvement.worker)      as social_workers,
    case when count(distinct involvement.worker) > 0
         then count(distinct involvement.worker) >= 3
    end                                     as in_numerator,
    case when count(distinct involvement.worker) = 0
         then 'no social worker on record'
    end                                     as left_out_because
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
left join involvement
    on  involvement.child_id    = care.child_id
    and involvement.started_on <= $period_end
    and (involvement.ended_on is null or add_months(involvement.ended_on, 12) > $period_end)
    and (involvement.role is null or lower(involvement.role) like '%social worker%')
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
group by care.child_id, care.team, care.worker, care.started_on
