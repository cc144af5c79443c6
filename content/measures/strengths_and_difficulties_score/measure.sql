-- One row per child with a score, looked after on the last day for 12 months.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on                        as care_started_on,
    latest.completed_on,
    coalesce(latest.score, returned.score) as score
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
    select *, lead(completed_on) over (partition by child_id order by completed_on) as next_completed_on
    from sdq
    where completed_on is not null and score is not null
) as latest
    on  latest.child_id      = care.child_id
    and latest.completed_on <= $period_end
    and add_months(latest.completed_on, 12) > $period_end
    and (latest.next_completed_on is null or latest.next_completed_on > $period_end)
left join (
    select child_id, max(score) as score
    from sdq
    where completed_on is null
    group by child_id
) as returned
    on returned.child_id = care.child_id
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
  and days_between($period_end, add_months(care.started_on, 12)) <= 1
  and coalesce(latest.score, returned.score) is not null
