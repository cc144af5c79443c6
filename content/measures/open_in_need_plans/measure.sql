-- One row per child in need plan open on the last day of the period.
select
    plan.child_id,
    plan.child_id || ' ' || cast(plan.started_on as varchar) as row_id,
    plan.team,
    plan.worker,
    plan.started_on
from in_need_plan as plan
where plan.started_on <= $period_end
    and (plan.ended_on is null or plan.ended_on > $period_end)
