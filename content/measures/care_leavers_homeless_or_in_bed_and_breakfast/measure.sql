-- One row per care leaver of 17 to 21 on the last day.
select
    leaver.child_id,
    leaver.team,
    leaver.worker,
    person.born_on,
    leaver.eligibility,
    leaver.accommodation,
    leaver.accommodation_suitability
from care_leaver as leaver
inner join person
    on person.child_id = leaver.child_id
where coalesce(leaver.in_touch, '') not in ('DIED', 'RHOM')
  and coalesce(leaver.eligibility, '') <> 'eligible'
  and age_on(person.born_on, $period_end) between 17 and 21
  and leaver.accommodation in ('S', 'W')
