-- One row per child referred in the period, with the number of referrals.
select
    referral.child_id,
    max(referral.received_on) as event_on,
    cast(count(*) as double) as score,
    min(referral.received_on) as first_referral_on
from referral
where referral.received_on between $period_start and $period_end
group by referral.child_id
