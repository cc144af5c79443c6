-- One row per child with an education, health and care plan in its second year or later on the last day.
select
    request.child_id,
    plan.started_on,
    review.reviewed_on as last_reviewed_on,
    case
        when review.reviewed_on > $period_end then null
        else coalesce(due_on('ehc_review', review.reviewed_on) >= $period_end, false)
    end as in_numerator,
    case when review.reviewed_on > $period_end then 'last review is after the period' end as left_out_because
from (
    select
        *,
        min(started_on) over (partition by assessment_id) as first_started_on,
        lead(started_on) over (partition by assessment_id order by started_on, plan_id) as next_started_on
    from ehc_plan
    where started_on is not null
) as plan
inner join ehc_assessment as assessment
    on assessment.assessment_id = plan.assessment_id
inner join (
    select *, lead(requested_on) over (partition by child_id order by requested_on, request_id) as next_requested_on
    from ehc_request
    where child_id is not null
) as request
    on request.request_id = assessment.request_id
left join (
    select request_id, max(reviewed_on) as reviewed_on
    from ehc_review
    group by request_id
) as review
    on review.request_id = request.request_id
where plan.started_on <= $period_end
  and (plan.ended_on is null or plan.ended_on > $period_end)
  and (plan.next_started_on is null or plan.next_started_on > $period_end)
  and (request.next_requested_on is null or request.next_requested_on > $period_end)
  and add_months(plan.first_started_on, 12) <= $period_end
