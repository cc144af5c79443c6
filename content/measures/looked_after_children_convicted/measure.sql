-- One row per child of 10 or over looked after on the last day who had been for 12 months.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on                                                                              as care_started_on,
    latest.convicted_on                                                                          as last_on,
    case when held.dated_rows > 0 then latest.child_id is not null else health.was_convicted end as in_numerator,
    case when held.dated_rows = 0 and health.was_convicted is null then 'not in the return' end  as left_out_because
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
inner join person
    on person.child_id = care.child_id
cross join (
    select count(*) as dated_rows
    from conviction
) as held
left join (
    select child_id, convicted_on, lead(convicted_on) over (partition by child_id order by convicted_on) as next_on
    from conviction
    where convicted_on is not null
) as latest
    on  latest.child_id = care.child_id
    and latest.convicted_on <= $period_end
    and add_months(latest.convicted_on, 12) > $period_end
    and (latest.next_on is null or latest.next_on > $period_end)
left join care_health_year as health
    on health.child_id = care.child_id
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
  and days_between($period_end, add_months(care.started_on, 12)) <= 1
  and age_on(person.born_on, $period_end) >= 10
