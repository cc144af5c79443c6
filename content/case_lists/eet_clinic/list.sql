-- One row for each care leaver who is not in education, employment or training.
select
    leaver.child_id,
    planned.last_on                                                     as started_on,
    month_end(coalesce(add_months(planned.last_on, 1), $as_at))         as due_on,
    leaver.team,
    coalesce(leaver.personal_adviser, leaver.worker)                    as worker,
    leaver.activity,
    age_on(person.born_on, $as_at)                                      as age,
    planned.last_on                                                     as last_plan_on
from care_leaver as leaver
left join person
    on person.child_id = leaver.child_id
left join (
    select child_id, max(recorded_on) as last_on
    from case_entry
    where kind = 'employment_plan' and recorded_on <= $as_at
    group by child_id
) as planned
    on planned.child_id = leaver.child_id
where leaver.activity in ('G4', 'G5', 'G6')
    and coalesce(leaver.in_touch, 'YES') not in ('DIED', 'NREQ', 'RHOM')
    and coalesce(age_on(person.born_on, $as_at), 18) between 16 and 24
