-- One row per child looked after on the last day who had been for 12 months.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on                                                                                       as care_started_on,
    immunisation.recorded_on                                                                              as status_of,
    case when held.dated_rows > 0 then immunisation.are_current else health.immunisations_are_current end as in_numerator,
    case
        when held.dated_rows > 0 and immunisation.are_current is null then 'no immunisation status'
        when held.dated_rows = 0 and health.immunisations_are_current is null then 'not in the return'
    end as left_out_because
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
cross join (
    select count(*) as dated_rows
    from immunisation
) as held
left join (
    select *, lead(recorded_on) over (partition by child_id order by recorded_on) as next_recorded_on
    from immunisation
    where recorded_on is not null
) as immunisation
    on  immunisation.child_id     = care.child_id
    and immunisation.recorded_on <= $period_end
    and (immunisation.next_recorded_on is null or immunisation.next_recorded_on > $period_end)
left join care_health_year as health
    on health.child_id = care.child_id
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
  and days_between($period_end, add_months(care.started_on, 12)) <= 1
