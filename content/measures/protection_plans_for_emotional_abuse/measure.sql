-- One row per protection plan open on the last day of the period.
select
    plan.child_id,
    plan.child_id || ' ' || cast(plan.started_on as varchar) as row_id,
    coalesce(plan.latest_category, plan.initial_category) = 'EMO' as in_numerator,
    case
        when coalesce(plan.latest_category, plan.initial_category) is null then 'no category of abuse'
    end as left_out_because,
    plan.team,
    plan.worker,
    plan.started_on,
    coalesce(plan.latest_category, plan.initial_category) as category
from protection_plan as plan
where plan.started_on <= $period_end
    and (plan.ended_on is null or plan.ended_on > $period_end)
    and plan.is_of_another_council is not true
