-- One row per young person entitled to leaving-care services.
select
    leaver.child_id,
    leaver.team,
    leaver.worker,
    leaver.eligibility,
    person.born_on,
    leaver.pathway_plan_reviewed_on,
    case when person.born_on is not null then leaver.pathway_plan_reviewed_on is not null end as in_numerator,
    case when person.born_on is null then 'no date of birth' end                              as left_out_because
from care_leaver as leaver
left join person
    on person.child_id = leaver.child_id
where coalesce(leaver.in_touch, '') not in ('DIED', 'RHOM')
  and leaver.eligibility in ('eligible', 'relevant', 'former_relevant')
  and (person.born_on is null or add_months(person.born_on, 195) <= $period_end)
