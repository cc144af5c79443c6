-- One row per request decided in the period. Outcomes are in the case system's words.
select
    request.child_id,
    request.decided_on as event_on,
    request.request_id as row_id,
    request.requested_on,
    request.outcome,
    lower(trim(request.outcome)) in ('n', 'no')
        or lower(request.outcome) like 'no %'
        or lower(request.outcome) like '%not agreed%'
        or lower(request.outcome) like '%refus%'
        or lower(request.outcome) like '%declin%' as in_numerator,
    case when request.outcome is null then 'no outcome recorded' end as left_out_because
from ehc_request as request
where request.decided_on between $period_start and $period_end
  and request.child_id is not null
  and coalesce(lower(trim(request.outcome)), '') not in ('w', 'withdrawn')
