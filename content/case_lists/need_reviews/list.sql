-- One row for each child with an open child in need plan.
select
    plan.child_id,
    coalesce(review.last_on, plan.started_on)                       as started_on,
    due_on('need_review', coalesce(review.last_on, plan.started_on)) as due_on,
    plan.team,
    plan.worker,
    plan.started_on                                                 as plan_started_on,
    review.last_on                                                  as last_review_on
from in_need_plan as plan
left join (
    select plan.child_id, plan.started_on, max(entry.recorded_on) as last_on
    from in_need_plan as plan
    join case_entry as entry
        on  entry.child_id = plan.child_id
        and entry.recorded_on > plan.started_on
    where entry.kind = 'need_review'
        and entry.recorded_on <= $as_at
    group by plan.child_id, plan.started_on
) as review
    on  review.child_id = plan.child_id
    and review.started_on = plan.started_on
where plan.started_on <= $as_at
    and (plan.ended_on is null or plan.ended_on > $as_at)
