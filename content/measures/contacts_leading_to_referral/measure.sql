-- One row per contact about a child received in the period, with the first referral on that day or after it.
select
    contact.child_id,
    contact.received_on as event_on,
    contact.child_id || ' ' || cast(row_number() over (
        partition by contact.child_id
        order by contact.received_on, contact.made_by, contact.contact_id
    ) as varchar) as row_id,
    coalesce(days_between(contact.received_on, referral.received_on) <= 7, false) as in_numerator,
    referral.team,
    contact.made_by,
    referral.received_on as referral_received_on
from contact
left join (
    select
        child_id,
        received_on,
        team,
        lag(received_on) over (partition by child_id order by received_on) as previous_on
    from referral
) as referral
    on  referral.child_id = contact.child_id
    and referral.received_on >= contact.received_on
    and (referral.previous_on is null or referral.previous_on < contact.received_on)
where contact.received_on between $period_start and $period_end
