-- One row per contact about a child received in the period.
select
    contact.child_id,
    contact.received_on as event_on,
    contact.child_id || ' ' || cast(row_number() over (
        partition by contact.child_id
        order by contact.received_on, contact.made_by, contact.contact_id
    ) as varchar) as row_id,
    contact.made_by
from contact
where contact.received_on between $period_start and $period_end
