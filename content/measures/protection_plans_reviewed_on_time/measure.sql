-- One row per protection plan open for at least 3 months, with its first late review and its latest review.
select
    plan.child_id,
    plan.child_id || ' ' || cast(plan.started_on as varchar) as row_id,
    (late.held_on is null or late.held_on > $period_end)
        and coalesce(
            due_on('protection_review_later', latest.held_on),
            due_on('protection_review_first', plan.started_on)
        ) >= $period_end as in_numerator,
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
    select review.child_id, review.started_on, min(review.held_on) as held_on
    from (
        select
            plan.child_id,
            plan.started_on,
            review.held_on,
            lag(review.held_on) over (
                partition by plan.child_id, plan.started_on order by review.held_on
            ) as previous_on
        from protection_plan as plan
        inner join protection_review as review
            on  review.child_id = plan.child_id
            and review.held_on > plan.started_on
            and (plan.ended_on is null or review.held_on <= plan.ended_on)
    ) as review
    where review.held_on > coalesce(
        due_on('protection_review_later', review.previous_on),
        due_on('protection_review_first', review.started_on)
    )
    group by review.child_id, review.started_on
) as late
    on  late.child_id = plan.child_id
    and late.started_on = plan.started_on
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
    and add_months(plan.started_on, 3) <= $period_end
