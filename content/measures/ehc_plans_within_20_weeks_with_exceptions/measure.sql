-- One row per new plan issued in the period.
select
    request.child_id,
    plan.started_on as event_on,
    plan.plan_id    as row_id,
    request.requested_on,
    due_on('ehc_plan', request.requested_on) as plan_due_on,
    assessment.exceptions,
    plan.started_on <= due_on('ehc_plan', request.requested_on) as in_numerator,
    case when request.requested_on is null then 'no day of the request' end as left_out_because
from (
    select *, row_number() over (partition by assessment_id order by started_on) as version
    from ehc_plan
    where started_on is not null
) as plan
inner join ehc_assessment as assessment
    on assessment.assessment_id = plan.assessment_id
inner join ehc_request as request
    on request.request_id = assessment.request_id
where plan.started_on between $period_start and $period_end
  and plan.version = 1
  and request.child_id is not null
