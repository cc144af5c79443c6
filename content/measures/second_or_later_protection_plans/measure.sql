-- One row per protection plan started in the period, with the child's plan before it.
select
    plan.child_id,
    plan.started_on as event_on,
    coalesce(plan.earlier_plans, 0) > 0 or plan.previous_started_on is not null as in_numerator,
    plan.team,
    plan.worker,
    plan.initial_category,
    plan.previous_started_on
from (
    select
        child_id,
        started_on,
        initial_category,
        earlier_plans,
        is_of_another_council,
        team,
        worker,
        lag(started_on) over (partition by child_id order by started_on) as previous_started_on
    from protection_plan
) as plan
where plan.started_on between $period_start and $period_end
    and plan.is_of_another_council is not true
