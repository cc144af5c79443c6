-- One row per young person entitled to leaving-care services.
select
    leaver.child_id,
    leaver.team,
    leaver.worker,
    leaver.eligibility,
    leaver.last_contact_on,
    case
        when leaver.last_contact_on > $period_end then null
        else coalesce(due_on('leaver_contact', leaver.last_contact_on) >= $period_end, false)
    end as in_numerator,
    case when leaver.last_contact_on > $period_end then 'last date is after the period' end as left_out_because
from care_leaver as leaver
where coalesce(leaver.in_touch, '') not in ('DIED', 'RHOM')
  and leaver.eligibility in ('eligible', 'relevant', 'former_relevant')
