-- One row per referral received in the period, with the child's referral before it.
select
    referral.child_id,
    referral.received_on as event_on,
    coalesce(days_between(referral.previous_on, referral.received_on) between 1 and 365, false)
        or coalesce(referral.earlier_referrals_in_12_months, 0) > 0 as in_numerator,
    referral.team,
    referral.worker,
    referral.previous_on as previous_referral_on,
    referral.made_by
from (
    select
        child_id,
        received_on,
        made_by,
        earlier_referrals_in_12_months,
        team,
        worker,
        lag(received_on) over (partition by child_id order by received_on) as previous_on
    from referral
) as referral
where referral.received_on between $period_start and $period_end
