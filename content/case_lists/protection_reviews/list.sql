-- One row for each child with an open protection plan.
select
    plan.child_id,
    coalesce(review.last_on, plan.started_on)                   as started_on,
    case
        when review.last_on is null then due_on('protection_review_first', plan.started_on)
        else due_on('protection_review_later', review.last_on)
    end                                                         as due_on,
    plan.team,
    plan.worker,
    plan.started_on                                             as plan_started_on,
    review.last_on                                              as last_review_on
from protection_plan as plan
left join (
    select plan.child_id, plan.started_on, max(review.held_on) as last_on
    from protection_plan as plan
    join protection_review as review
        on  review.child_id = plan.child_id
        and review.held_on > plan.started_on
    where review.held_on <= $as_at
    group by plan.child_id, plan.started_on
) as review
    on  review.child_id = plan.child_id
    and review.started_on = plan.started_on
where plan.started_on <= $as_at
    and (plan.ended_on is null or plan.ended_on > $as_at)
