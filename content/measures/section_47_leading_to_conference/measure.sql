-- One row per section 47 enquiry, on the day by which its conference should be held.
select
    enquiry.child_id,
    due_on('initial_conference', enquiry.started_on) as event_on,
    enquiry.child_id || ' ' || cast(enquiry.started_on as varchar) as row_id,
    conference.held_on is not null as in_numerator,
    enquiry.team,
    enquiry.worker,
    enquiry.started_on,
    conference.held_on
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
where due_on('initial_conference', enquiry.started_on) between $period_start and $period_end
