-- One row per care leaver of 19 to 21 on the last day.
select
    leaver.child_id,
    leaver.team,
    leaver.worker,
    person.born_on,
    leaver.in_touch,
    leaver.activity,
    case when person.born_on is not null then coalesce(leaver.activity in ('G4', 'G5', 'G6'), false) end as in_numerator,
    case when person.born_on is null then 'no date of birth' end                                         as left_out_because
from care_leaver as leaver
left join person
    on person.child_id = leaver.child_id
where coalesce(leaver.in_touch, '') not in ('DIED', 'RHOM')
  and coalesce(leaver.eligibility, 'former_relevant') = 'former_relevant'
  and (person.born_on is null or age_on(person.born_on, $period_end) between 19 and 21)
