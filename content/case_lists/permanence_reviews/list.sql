-- One row for each review of a permanence plan that is still to be held.
select
    review.child_id,
    care.started_on,
    review.due_on,
    review.child_id || ' ' || cast(review.due_on as varchar) as row_id,
    coalesce(review.team, care.team)     as team,
    coalesce(review.worker, care.worker) as worker
from permanence_review as review
inner join (
    select *, row_number() over (partition by child_id order by started_on desc) as place
    from care_period
    where started_on <= $as_at
        and (ended_on is null or ended_on > $as_at)
) as care
    on  care.child_id = review.child_id
    and care.place    = 1
    and review.due_on >= care.started_on
where review.held_on is null
    or review.held_on > $as_at
