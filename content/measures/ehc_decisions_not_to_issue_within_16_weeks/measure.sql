-- One row per assessment that ended in the period without a plan. Outcomes are in the case system's words.
select
    request.child_id,
    assessment.decided_on    as event_on,
    assessment.assessment_id as row_id,
    request.requested_on,
    assessment.outcome,
    days_between(request.requested_on, assessment.decided_on) <= 112 as in_numerator,
    case when request.requested_on is null then 'no day of the request' end as left_out_because
from ehc_assessment as assessment
inner join ehc_request as request
    on request.request_id = assessment.request_id
where assessment.decided_on between $period_start and $period_end
  and request.child_id is not null
  and (
        lower(trim(assessment.outcome)) in ('n', 'no')
        or lower(assessment.outcome) like 'no %'
        or lower(assessment.outcome) like '%not %'
        or lower(assessment.outcome) like '%refus%'
        or lower(assessment.outcome) like '%declin%'
  )
