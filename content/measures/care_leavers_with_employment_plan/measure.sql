-- One row per former relevant young person aged 18 to 24 on the last day.
select
    leaver.child_id,
    entry.recorded_on is not null as in_numerator,
    leaver.team,
    leaver.worker,
    leaver.personal_adviser,
    entry.recorded_on as plan_agreed_on
from care_leaver as leaver
inner join person
    on person.child_id = leaver.child_id
left join (
    select entry.child_id, max(entry.recorded_on) as recorded_on
    from case_entry as entry
    where entry.kind = 'employment_plan'
        and entry.recorded_on <= $period_end
        and entry.recorded_on > add_months($period_end, -12)
    group by entry.child_id
) as entry
    on entry.child_id = leaver.child_id
where leaver.eligibility = 'former_relevant'
    and age_on(person.born_on, $period_end) between 18 and 24
