-- One row per child looked after on the last day.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on as care_started_on,
    coalesce(trim(care.worker), '') <> '' or count(involvement.worker) > 0 as in_numerator
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
    and (involvement.ended_on is null or involvement.ended_on > $period_end)
    and (involvement.role is null or lower(involvement.role) like '%social worker%')
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
group by care.child_id, care.team, care.worker, care.started_on
