-- One row per care leaver of 18 to 20 on the last day who left a foster placement at 18.
select
    leaver.child_id,
    leaver.team,
    leaver.worker,
    person.born_on,
    care.left_care_on,
    leaver.accommodation,
    leaver.accommodation_suitability,
    coalesce(leaver.accommodation = 'Z' and coalesce(leaver.accommodation_suitability, 'suitable') = 'suitable', false)
        as in_numerator
from care_leaver as leaver
inner join person
    on person.child_id = leaver.child_id
inner join (
    select child_id, max(ended_on) as left_care_on
    from care_period
    group by child_id
) as care
    on care.child_id = leaver.child_id
inner join (
    select distinct child_id, ended_on
    from placement
    where placement_type in ('U1', 'U2', 'U3', 'U4', 'U5', 'U6')
) as fostered
    on  fostered.child_id = care.child_id
    and fostered.ended_on = care.left_care_on
where coalesce(leaver.in_touch, '') not in ('DIED', 'RHOM')
  and coalesce(leaver.eligibility, 'former_relevant') = 'former_relevant'
  and age_on(person.born_on, care.left_care_on) = 18
  and age_on(person.born_on, $period_end) between 18 and 20
