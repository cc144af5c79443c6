-- One row per initial conference held in the period, with the start of its section 47 enquiry.
select
    conference.child_id,
    conference.held_on as event_on,
    case
        when conference.held_on >= conference.enquiry_started_on
            then conference.held_on <= due_on('initial_conference', conference.enquiry_started_on)
    end as in_numerator,
    case
        when conference.enquiry_started_on is null then 'no section 47 enquiry'
        when conference.held_on < conference.enquiry_started_on then 'held before the enquiry began'
    end as left_out_because,
    conference.team,
    conference.worker,
    conference.enquiry_started_on,
    due_on('initial_conference', conference.enquiry_started_on) as due_on
from (
    select
        conference.child_id,
        conference.held_on,
        conference.team,
        conference.worker,
        coalesce(conference.enquiry_started_on, enquiry.started_on) as enquiry_started_on
    from initial_conference as conference
    left join (
        select child_id, enquiry_id, min(started_on) as started_on
        from section_47
        where enquiry_id is not null
        group by child_id, enquiry_id
    ) as enquiry
        on  enquiry.child_id = conference.child_id
        and enquiry.enquiry_id = conference.enquiry_id
    where conference.is_transfer_in is not true
) as conference
where conference.held_on between $period_start and $period_end
