-- One row per request whose six weeks for a decision were up in the period.
select
    request.child_id,
    request.decision_due_on as event_on,
    request.request_id      as row_id,
    request.requested_on,
    request.decided_on,
    coalesce(request.decided_on <= request.decision_due_on, false) as in_numerator
from (
    select *, due_on('ehc_decision', requested_on) as decision_due_on
    from ehc_request
    where child_id is not null
) as request
where request.decision_due_on between $period_start and $period_end
