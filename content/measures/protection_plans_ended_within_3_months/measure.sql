-- One row per protection plan ended in the period.
select
    plan.child_id,
    plan.ended_on as event_on,
    plan.child_id || ' ' || cast(plan.started_on as varchar) as row_id,
    case
        when plan.ended_on >= plan.started_on
            then plan.ended_on <= add_months(plan.started_on, 3)
    end as in_numerator,
    case when plan.ended_on < plan.started_on then 'ended before it started' end as left_out_because,
    plan.team,
    plan.worker,
    plan.started_on,
    plan.latest_category
from protection_plan as plan
where plan.ended_on between $period_start and $period_end
    and plan.is_of_another_council is not true
