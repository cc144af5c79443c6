-- One row per referral of a child received in the period.
select
    referral.child_id,
    referral.received_on as event_on,
    referral.team,
    referral.worker,
    referral.made_by,
    referral.had_no_further_action
from referral
where referral.received_on between $period_start and $period_end
