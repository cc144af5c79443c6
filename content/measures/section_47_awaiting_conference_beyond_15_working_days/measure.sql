-- One row per section 47 enquiry that has neither a conference nor another end on the last day of the period.
select
    enquiry.child_id,
    enquiry.child_id || ' ' || cast(enquiry.started_on as varchar) as row_id,
    due_on('initial_conference', enquiry.started_on) < $period_end as in_numerator,
    enquiry.team,
    enquiry.worker,
    enquiry.started_on,
    due_on('initial_conference', enquiry.started_on) as due_on
from section_47 as enquiry
left join (
    select
        enquiry.child_id,
        enquiry.started_on,
        min(conference.held_on) as held_on
    from section_47 as enquiry
    inner join initial_conference as conference
        on  conference.child_id = enquiry.child_id
        and (
            conference.enquiry_started_on = enquiry.started_on
            or conference.enquiry_id = enquiry.enquiry_id
        )
    group by enquiry.child_id, enquiry.started_on
) as conference
    on  conference.child_id = enquiry.child_id
    and conference.started_on = enquiry.started_on
where enquiry.started_on <= $period_end
    and (conference.held_on is null or conference.held_on > $period_end)
    and (
        enquiry.ended_on > $period_end
        or enquiry.conference_was_unnecessary is false
        or (
            enquiry.ended_on is null
            and enquiry.conference_was_unnecessary is not true
            and enquiry.had_no_further_action is not true
        )
    )
