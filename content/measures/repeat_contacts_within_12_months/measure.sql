-- One row per contact about a child received in the period, with the last day before it on which there was one.
select
    contact.child_id,
    contact.received_on as event_on,
    contact.child_id || ' ' || cast(row_number() over (
        partition by contact.child_id
        order by contact.received_on, contact.made_by, contact.contact_id
    ) as varchar) as row_id,
    coalesce(days_between(day.previous_on, contact.received_on) <= 365, false) as in_numerator,
    contact.made_by,
    day.previous_on as previous_contact_on
from contact
inner join (
    select
        child_id,
        received_on,
        lag(received_on) over (partition by child_id order by received_on) as previous_on
    from contact
    group by child_id, received_on
) as day
    on  day.child_id = contact.child_id
    and day.received_on = contact.received_on
where contact.received_on between $period_start and $period_end
