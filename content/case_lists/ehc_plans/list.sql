-- One row for each request that has led neither to a plan nor to a decision against one.
select
    request.child_id,
    request.requested_on                        as started_on,
    due_on('ehc_plan', request.requested_on)    as due_on,
    request.request_id                          as row_id,
    request.decided_on                          as request_decided_on,
    assessment.exceptions
from ehc_request as request
left join ehc_assessment as assessment
    on assessment.request_id = request.request_id
left join ehc_plan as plan
    on  plan.assessment_id = assessment.assessment_id
    and plan.started_on <= $as_at
where request.child_id is not null
    and (request.requested_on is null or request.requested_on <= $as_at)
    and plan.plan_id is null
    and not (
        coalesce(upper(substr(request.outcome, 1, 1)), '') in ('N', 'R', 'W')
        and coalesce(request.decided_on, $as_at) <= $as_at
    )
    and not (
        coalesce(upper(substr(assessment.outcome, 1, 1)), '') in ('N', 'R', 'W')
        and coalesce(assessment.decided_on, $as_at) <= $as_at
    )
