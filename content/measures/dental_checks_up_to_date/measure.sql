-- One row per child looked after on the last day who had been for 12 months.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on                                                                                    as care_started_on,
    dental.checked_on                                                                                  as last_checked_on,
    case
        when held.dated_checks > 0
            then coalesce(due_on('dental_check', dental.checked_on) >= $period_end, false)
        else health.teeth_were_checked
    end as in_numerator,
    case when held.dated_checks = 0 and health.teeth_were_checked is null then 'not in the return' end as left_out_because
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
    select count(*) as dated_checks
    from health_check
    where kind = 'dental_check'
) as held
left join (
    select child_id, checked_on, lead(checked_on) over (partition by child_id order by checked_on) as next_checked_on
    from health_check
    where kind = 'dental_check'
      and (status is null or lower(status) not in ('refused', 'declined', 'cancelled'))
) as dental
    on  dental.child_id    = care.child_id
    and dental.checked_on <= $period_end
    and (dental.next_checked_on is null or dental.next_checked_on > $period_end)
left join care_health_year as health
    on health.child_id = care.child_id
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
  and days_between($period_end, add_months(care.started_on, 12)) <= 1
