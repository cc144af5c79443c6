-- One row for each section 47 enquiry of the last year that no conference has followed and that may need one.
select
    enquiry.child_id,
    enquiry.started_on,
    due_on('initial_conference', enquiry.started_on) as due_on,
    enquiry.team,
    enquiry.worker,
    enquiry.conference_target_on,
    enquiry.ended_on                                 as enquiry_ended_on
from section_47 as enquiry
left join initial_conference as conference
    on  conference.child_id = enquiry.child_id
    and conference.held_on >= enquiry.started_on
    and conference.held_on <= $as_at
where enquiry.started_on <= $as_at
    and enquiry.started_on > add_months($as_at, -12)
    and conference.child_id is null
    and coalesce(enquiry.conference_was_unnecessary, false) = false
    and coalesce(enquiry.had_no_further_action, false) = false
