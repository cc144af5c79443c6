-- One row per young person entitled to leaving-care services.
select
    leaver.child_id,
    leaver.team,
    leaver.worker,
    leaver.eligibility,
    leaver.personal_adviser,
    coalesce(trim(leaver.personal_adviser), '') <> '' as in_numerator
from care_leaver as leaver
where coalesce(leaver.in_touch, '') not in ('DIED', 'RHOM')
  and leaver.eligibility in ('eligible', 'relevant', 'former_relevant')
