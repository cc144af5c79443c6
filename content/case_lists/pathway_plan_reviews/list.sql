-- One row for each young person who is to have a pathway plan.
select
    leaver.child_id,
    leaver.pathway_plan_reviewed_on                                 as started_on,
    due_on('pathway_plan_review', leaver.pathway_plan_reviewed_on)  as due_on,
    leaver.team,
    coalesce(leaver.personal_adviser, leaver.worker)                as worker,
    leaver.eligibility,
    age_on(person.born_on, $as_at)                                  as age
from care_leaver as leaver
left join person
    on person.child_id = leaver.child_id
where coalesce(leaver.eligibility, 'former_relevant') in ('eligible', 'relevant', 'former_relevant')
    and coalesce(leaver.in_touch, 'YES') not in ('DIED', 'NREQ', 'RHOM')
    and coalesce(age_on(person.born_on, $as_at), 18) between 16 and 24
