-- One row per initial conference held in the period, with a plan that started on its day.
select
    conference.child_id,
    conference.held_on as event_on,
    coalesce(conference.led_to_plan, plan.started_on is not null) as in_numerator,
    conference.team,
    conference.worker,
    plan.started_on as plan_started_on
from initial_conference as conference
left join protection_plan as plan
    on  plan.child_id = conference.child_id
    and plan.started_on = conference.held_on
where conference.held_on between $period_start and $period_end
