-- One row per child looked after on the last day.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on           as care_started_on,
    plan.child_id is not null as in_numerator
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
    select request.child_id, plan.started_on, plan.ended_on,
        lead(plan.started_on) over (partition by request.child_id order by plan.started_on, plan.plan_id) as next_started_on
    from ehc_plan as plan
    inner join ehc_assessment as assessment
        on assessment.assessment_id = plan.assessment_id
    inner join ehc_request as request
        on request.request_id = assessment.request_id
    where plan.started_on is not null
) as plan
    on  plan.child_id    = care.child_id
    and plan.started_on <= $period_end
    and (plan.ended_on is null or plan.ended_on > $period_end)
    and (plan.next_started_on is null or plan.next_started_on > $period_end)
inner join person
    on person.child_id = care.child_id
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
  and age_on(person.born_on, $period_end) between 4 and 17
