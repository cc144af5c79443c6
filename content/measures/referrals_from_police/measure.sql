-- One row per referral received in the period.
select
    referral.child_id,
    referral.received_on as event_on,
    referral.made_by = '6' as in_numerator,
    case when referral.made_by is null then 'no source' end as left_out_because,
    referral.team,
    referral.worker,
    referral.made_by
from referral
where referral.received_on between $period_start and $period_end
