-- One row per child looked after on the last day who had been for 12 months.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on                                                                   as care_started_on,
    person.born_on,
    assessment.checked_on                                                             as last_assessed_on,
    case
        when age_on(person.born_on, $period_end) < 5
            then coalesce(due_on('review_health_under_5', assessment.checked_on) >= $period_end, false)
        when age_on(person.born_on, $period_end) >= 5
            then coalesce(due_on('review_health_5_and_over', assessment.checked_on) >= $period_end, false)
    end as in_numerator,
    case when age_on(person.born_on, $period_end) is null then 'no date of birth' end as left_out_because
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
left join person
    on person.child_id = care.child_id
left join (
    select child_id, checked_on, lead(checked_on) over (partition by child_id order by checked_on) as next_checked_on
    from health_check
    where kind = 'health_assessment'
      and (status is null or lower(status) not in ('refused', 'declined', 'cancelled'))
) as assessment
    on  assessment.child_id    = care.child_id
    and assessment.checked_on <= $period_end
    and (assessment.next_checked_on is null or assessment.next_checked_on > $period_end)
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
  and days_between($period_end, add_months(care.started_on, 12)) <= 1
