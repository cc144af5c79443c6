-- One row for each child in care.
select
    care.child_id,
    coalesce(review.last_on, care.started_on)       as started_on,
    case
        when review.last_on is null then due_on('care_review_first', care.started_on)
        when review.held = 1 and review.last_on <= add_months(care.started_on, 4)
            then due_on('care_review_second', review.last_on)
        else due_on('care_review_later', review.last_on)
    end                                             as due_on,
    care.team,
    care.worker,
    care.started_on                                 as entered_care_on,
    review.last_on                                  as last_review_on
from care_period as care
left join (
    select care.child_id, care.started_on, max(review.held_on) as last_on, count(*) as held
    from care_period as care
    join care_review as review
        on  review.child_id = care.child_id
        and review.held_on >= care.started_on
    where review.held_on <= $as_at
        and coalesce(review.was_cancelled, false) = false
    group by care.child_id, care.started_on
) as review
    on  review.child_id = care.child_id
    and review.started_on = care.started_on
where care.started_on <= $as_at
    and (care.ended_on is null or care.ended_on > $as_at)
    and care.child_id not in (
        select child_id from legal_status
        where legal_status in ('V3', 'V4')
            and started_on <= $as_at and (ended_on is null or ended_on > $as_at)
    )
