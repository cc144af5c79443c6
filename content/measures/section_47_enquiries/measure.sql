-- One row per section 47 enquiry started in the period.
select
    enquiry.child_id,
    enquiry.started_on as event_on,
    enquiry.team,
    enquiry.worker,
    enquiry.ended_on
from section_47 as enquiry
where enquiry.started_on between $period_start and $period_end
