-- One row per child of the latest return who was looked after on the last day and had been for 12 months.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on                                                                  as care_started_on,
    health.health_assessment_was_done                                                as in_numerator,
    case when health.health_assessment_was_done is null then 'not in the return' end as left_out_because
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
inner join care_health_year as health
    on health.child_id = care.child_id
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
  and days_between($period_end, add_months(care.started_on, 12)) <= 1
