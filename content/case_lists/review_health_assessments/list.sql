-- One row for each child in care who has had a health assessment since care began.
select
    care.child_id,
    checked.last_on                 as started_on,
    case
        when person.born_on is null then null
        when age_on(person.born_on, due_on('review_health_under_5', checked.last_on)) < 5
            then due_on('review_health_under_5', checked.last_on)
        else due_on('review_health_5_and_over', checked.last_on)
    end                             as due_on,
    care.team,
    care.worker,
    care.started_on                 as entered_care_on,
    age_on(person.born_on, $as_at)  as age
from care_period as care
join (
    select care.child_id, care.started_on, max(health_check.checked_on) as last_on
    from care_period as care
    join health_check
        on  health_check.child_id = care.child_id
        and health_check.checked_on >= care.started_on
    where health_check.kind = 'health_assessment'
        and health_check.checked_on <= $as_at
    group by care.child_id, care.started_on
) as checked
    on  checked.child_id = care.child_id
    and checked.started_on = care.started_on
left join person
    on person.child_id = care.child_id
where care.started_on <= $as_at
    and (care.ended_on is null or care.ended_on > $as_at)
    and care.child_id not in (
        select child_id from legal_status
        where legal_status in ('V3', 'V4')
            and started_on <= $as_at and (ended_on is null or ended_on > $as_at)
    )
