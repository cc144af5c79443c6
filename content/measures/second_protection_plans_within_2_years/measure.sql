-- One row per protection plan started in the period, with the end of the child's plan before it.
select
    plan.child_id,
    plan.started_on as event_on,
    case
        when plan.previous_started_on is not null
            then days_between(plan.previous_ended_on, plan.started_on) <= 730
        when coalesce(plan.earlier_plans, 0) = 0 then false
    end as in_numerator,
    case
        when plan.previous_started_on is not null and plan.previous_ended_on is null
            then 'the earlier plan has no end'
        when plan.previous_started_on is null and plan.earlier_plans > 0
            then 'the earlier plan is not in the records'
    end as left_out_because,
    plan.team,
    plan.worker,
    plan.initial_category,
    plan.previous_ended_on
from (
    select
        child_id,
        started_on,
        initial_category,
        earlier_plans,
        is_of_another_council,
        team,
        worker,
        lag(started_on) over (partition by child_id order by started_on) as previous_started_on,
        lag(ended_on) over (partition by child_id order by started_on) as previous_ended_on
    from protection_plan
) as plan
where plan.started_on between $period_start and $period_end
    and plan.is_of_another_council is not true
