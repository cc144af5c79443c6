-- One row per child looked after on the last day for at least 20 working days.
-- A deadline is missed when the next review was held after it or not at all; those of the last 12 months count, and those still missed.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on  as care_started_on,
    missed.due_on    as missed_due_on,
    missed.held_on   as held_late_on,
    missed.due_on is null
        or coalesce(add_months(missed.due_on, 12) <= $period_end and missed.held_on <= $period_end, false) as in_numerator
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
    select *, lead(due_on) over (partition by child_id order by due_on) as next_due_on
    from (
        select child_id, due_on_first as due_on, held_on
        from (
            select
                care.child_id,
                due_on('care_review_first', care.started_on) as due_on_first,
                min(review.held_on) as held_on
            from care_period as care
            left join care_review as review
                on  review.child_id  = care.child_id
                and review.held_on  >= care.started_on
                and coalesce(review.was_cancelled, false) = false
            group by care.child_id, care.started_on
        ) as first_review
        union all
        select
            child_id,
            case when review_number = 1 and held_on <= add_months(started_on, 4)
                 then due_on('care_review_second', held_on)
                 else due_on('care_review_later', held_on)
            end     as due_on,
            next_held_on as held_on
        from (
            select
                care.child_id,
                care.started_on,
                review.held_on,
                row_number() over (partition by care.child_id, care.started_on order by review.held_on) as review_number,
                lead(review.held_on) over (partition by care.child_id, care.started_on order by review.held_on) as next_held_on
            from care_period as care
            inner join care_review as review
                on  review.child_id  = care.child_id
                and review.held_on  >= care.started_on
                and (care.ended_on is null or review.held_on <= care.ended_on)
                and coalesce(review.was_cancelled, false) = false
        ) as review
    ) as deadline
    where held_on is null or held_on > due_on
) as missed
    on  missed.child_id = care.child_id
    and missed.due_on  >= care.started_on
    and missed.due_on   < $period_end
    and (missed.next_due_on is null or missed.next_due_on >= $period_end)
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
  and add_working_days(care.started_on, 20) <= $period_end
