-- One row per assessment authorised in the period.
select
    assessment.child_id,
    assessment.authorised_on as event_on,
    assessment.child_id || ' ' || cast(assessment.started_on as varchar) as row_id,
    case
        when coalesce(person.born_on, person.expected_born_on) > assessment.authorised_on then null
        else assessment.child_was_seen
    end as in_numerator,
    case
        when coalesce(person.born_on, person.expected_born_on) > assessment.authorised_on then 'not yet born'
        when assessment.child_was_seen is null then 'not recorded whether the child was seen'
    end as left_out_because,
    assessment.team,
    assessment.worker,
    assessment.started_on
from assessment
left join person
    on person.child_id = assessment.child_id
where assessment.authorised_on between $period_start and $period_end
