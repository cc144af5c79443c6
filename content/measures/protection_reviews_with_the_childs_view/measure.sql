-- One row per review conference about a child of four and over held in the period.
select
    review.child_id,
    review.held_on as event_on,
    review.participation is not null
        and lower(review.participation) not in ('none', 'no', 'not attended', 'did not take part', 'views not given') as in_numerator,
    plan.team,
    plan.worker,
    review.participation
from protection_review as review
inner join person
    on person.child_id = review.child_id
left join (
    select child_id, plan_id, max(team) as team, max(worker) as worker
    from protection_plan
    group by child_id, plan_id
) as plan
    on  plan.child_id = review.child_id
    and plan.plan_id  = review.plan_id
where review.held_on between $period_start and $period_end
    and age_on(person.born_on, review.held_on) between 4 and 17
