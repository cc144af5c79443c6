-- One row per child in need plan open on the last day of the period.
select
    plan.child_id,
    plan.child_id || ' ' || cast(plan.started_on as varchar) as row_id,
    add_months(plan.started_on, 12) < $period_end as in_numerator,
    plan.team,
    plan.worker,
    plan.started_on,
    case
        when add_months(plan.started_on, 9) >= $period_end then 'up to 9 months'
        when add_months(plan.started_on, 12) >= $period_end then '9 to 12 months'
        else 'more than 12 months'
    end as band
from in_need_plan as plan
where plan.started_on <= $period_end
    and (plan.ended_on is null or plan.ended_on > $period_end)
