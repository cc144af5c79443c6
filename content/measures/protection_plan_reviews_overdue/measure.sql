-- One row per open protection plan whose next review was due before the last day of the period.
select
    plan.child_id,
    plan.child_id || ' ' || cast(plan.started_on as varchar) as row_id,
    plan.team,
    plan.worker,
    plan.started_on,
    latest.held_on as latest_review_on,
    coalesce(
        due_on('protection_review_later', latest.held_on),
        due_on('protection_review_first', plan.started_on)
    ) as next_review_due_on
from protection_plan as plan
left join (
    select
        plan.child_id,
        plan.started_on,
        review.held_on,
        lead(review.held_on) over (
            partition by plan.child_id, plan.started_on order by review.held_on
        ) as next_on
    from protection_plan as plan
    inner join protection_review as review
        on  review.child_id = plan.child_id
        and review.held_on > plan.started_on
        and (plan.ended_on is null or review.held_on <= plan.ended_on)
) as latest
    on  latest.child_id = plan.child_id
    and latest.started_on = plan.started_on
    and latest.held_on <= $period_end
    and (latest.next_on is null or latest.next_on > $period_end)
where plan.started_on <= $period_end
    and (plan.ended_on is null or plan.ended_on > $period_end)
    and plan.is_of_another_council is not true
    and coalesce(
        due_on('protection_review_later', latest.held_on),
        due_on('protection_review_first', plan.started_on)
    ) < $period_end
