-- One row per section 47 enquiry started in the period, with the child's enquiry before it.
select
    enquiry.child_id,
    enquiry.started_on as event_on,
    coalesce(days_between(enquiry.previous_on, enquiry.started_on) between 1 and 365, false)
        or coalesce(enquiry.earlier_enquiries_in_12_months, 0) > 0 as in_numerator,
    enquiry.team,
    enquiry.worker,
    enquiry.previous_on as previous_enquiry_on
from (
    select
        child_id,
        started_on,
        earlier_enquiries_in_12_months,
        team,
        worker,
        lag(started_on) over (partition by child_id order by started_on) as previous_on
    from section_47
) as enquiry
where enquiry.started_on between $period_start and $period_end
