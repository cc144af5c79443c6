-- One row per review held in the period of a child aged four or over.
select
    review.child_id,
    review.held_on as event_on,
    care.team,
    care.worker,
    review.participation,
    review.participation in ('PN1', 'PN2', 'PN3', 'PN4', 'PN5', 'PN6') as in_numerator,
    case when review.participation is null then 'no participation recorded' end as left_out_because
from care_review as review
left join person
    on person.child_id = review.child_id
left join (
    select *, lead(started_on) over (partition by child_id order by started_on) as next_started_on
    from care_period
) as care
    on  care.child_id    = review.child_id
    and care.started_on <= review.held_on
    and (care.next_started_on is null or care.next_started_on > review.held_on)
where review.held_on between $period_start and $period_end
  and coalesce(review.was_cancelled, false) = false
  and coalesce(review.participation, '') <> 'PN0'
  and coalesce(age_on(person.born_on, review.held_on), 4) >= 4
