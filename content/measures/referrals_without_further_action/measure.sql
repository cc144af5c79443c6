-- One row per referral received in the period.
select
    referral.child_id,
    referral.received_on as event_on,
    referral.had_no_further_action as in_numerator,
    case when referral.had_no_further_action is null then 'not recorded what was done' end as left_out_because,
    referral.team,
    referral.worker,
    referral.made_by
from referral
where referral.received_on between $period_start and $period_end
