-- One row per child looked after on the last day.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on as care_started_on,
    plan.started_on as plan_started_on,
    review.held_on  as last_review_on,
    plan.child_id is not null and (
            coalesce(add_months(plan.started_on, 6) >= $period_end, false)
            or coalesce(add_months(review.held_on, 6) >= $period_end, false)
        ) as in_numerator
from (
    select *, lead(started_on) over (partition by child_id order by started_on) as next_started_on
    from care_period
) as care
left join legal_status as short_break
    on  short_break.child_id      = care.child_id
    and short_break.legal_status in ('V3', 'V4')
    and short_break.started_on   >= care.started_on
    and short_break.started_on   <= $period_end
    and (short_break.ended_on is null or short_break.ended_on > $period_end)
left join (
    select
        *,
        lead(coalesce(started_on, date '1900-01-01')) over (partition by child_id order by started_on nulls first)
            as next_started_on
    from care_plan
) as plan
    on  plan.child_id = care.child_id
    and (plan.started_on is null or plan.started_on <= $period_end)
    and (plan.ended_on is null or plan.ended_on > $period_end)
    and (plan.next_started_on is null or plan.next_started_on > $period_end)
left join (
    select child_id, held_on, lead(held_on) over (partition by child_id order by held_on) as next_held_on
    from care_review
    where coalesce(was_cancelled, false) = false
) as review
    on  review.child_id = care.child_id
    and review.held_on >= care.started_on
    and review.held_on <= $period_end
    and (review.next_held_on is null or review.next_held_on > $period_end)
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
