-- One row for each child whose only open plan is a child in need plan.
select
    plan.child_id,
    coalesce(seen.last_on, plan.started_on)                         as started_on,
    due_on('need_visit', coalesce(seen.last_on, plan.started_on))   as due_on,
    plan.team,
    plan.worker,
    plan.started_on                                                 as plan_started_on,
    seen.last_on                                                    as last_visit_on
from in_need_plan as plan
left join (
    select plan.child_id, plan.started_on, max(visit.visited_on) as last_on
    from in_need_plan as plan
    join visit
        on  visit.child_id = plan.child_id
        and visit.visited_on >= plan.started_on
    where visit.kind in ('in_need', 'protection', 'last_seen')
        and visit.visited_on <= $as_at
        and coalesce(visit.child_was_seen, true)
    group by plan.child_id, plan.started_on
) as seen
    on  seen.child_id = plan.child_id
    and seen.started_on = plan.started_on
where plan.started_on <= $as_at
    and (plan.ended_on is null or plan.ended_on > $as_at)
    and plan.child_id not in (
        select child_id from protection_plan
        where started_on <= $as_at and (ended_on is null or ended_on > $as_at)
    )
    and plan.child_id not in (
        select child_id from care_period
        where started_on <= $as_at and (ended_on is null or ended_on > $as_at)
    )
