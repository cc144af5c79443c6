-- One row per initial conference held in the period.
select
    conference.child_id,
    conference.held_on as event_on,
    conference.team,
    conference.worker,
    conference.led_to_plan,
    conference.is_transfer_in
from initial_conference as conference
where conference.held_on between $period_start and $period_end
