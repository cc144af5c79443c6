-- One row per protection plan started in the period.
select
    plan.child_id,
    plan.started_on as event_on,
    plan.team,
    plan.worker,
    plan.ended_on,
    plan.initial_category
from protection_plan as plan
where plan.started_on between $period_start and $period_end
    and plan.is_of_another_council is not true
