-- One row for each care leaver the council is to keep in touch with.
select
    leaver.child_id,
    leaver.last_contact_on                              as started_on,
    due_on('leaver_contact', leaver.last_contact_on)    as due_on,
    leaver.team,
    coalesce(leaver.personal_adviser, leaver.worker)    as worker,
    leaver.in_touch,
    age_on(person.born_on, $as_at)                      as age
from care_leaver as leaver
left join person
    on person.child_id = leaver.child_id
where coalesce(leaver.eligibility, 'former_relevant') in ('relevant', 'former_relevant')
    and coalesce(leaver.in_touch, 'YES') not in ('DIED', 'REFU', 'NREQ', 'RHOM')
    and coalesce(age_on(person.born_on, $as_at), 18) between 16 and 24
