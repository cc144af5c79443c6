-- One row for each request that has not been decided.
select
    request.child_id,
    request.requested_on                            as started_on,
    due_on('ehc_decision', request.requested_on)    as due_on,
    request.request_id                              as row_id
from ehc_request as request
where request.child_id is not null
    and (request.requested_on is null or request.requested_on <= $as_at)
    and (request.decided_on is null or request.decided_on > $as_at)
    and (request.decided_on is not null or request.outcome is null)
