-- One row per protection plan open for at least one interval, with the child's latest statutory visit.
select
    plan.child_id,
    plan.child_id || ' ' || cast(plan.started_on as varchar) as row_id,
    coalesce(due_on('protection_visit', latest.visited_on) >= $period_end, false) as in_numerator,
    plan.team,
    plan.worker,
    plan.started_on,
    latest.visited_on as latest_visit_on,
    due_on('protection_visit', coalesce(latest.visited_on, plan.started_on)) as next_visit_due_on
from protection_plan as plan
left join (
    select
        child_id,
        visited_on,
        lead(visited_on) over (partition by child_id order by visited_on) as next_on
    from visit
    where kind = 'protection'
) as latest
    on  latest.child_id = plan.child_id
    and latest.visited_on <= $period_end
    and (latest.next_on is null or latest.next_on > $period_end)
where plan.started_on <= $period_end
    and (plan.ended_on is null or plan.ended_on > $period_end)
    and plan.is_of_another_council is not true
    and due_on('protection_visit', plan.started_on) <= $period_end
