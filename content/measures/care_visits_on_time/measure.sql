-- One row per child looked after on the last day; the next visit is due from the last one, or from the move.
select
    child_id,
    team,
    worker,
    placement_started_on,
    last_visit_on,
    visit_due_on,
    visit_due_on >= $period_end as in_numerator
from (
    select
        care.child_id,
        care.team,
        care.worker,
        coalesce(placement.started_on, care.started_on) as placement_started_on,
        visit.visited_on as last_visit_on,
        case
            when visit.visited_on is null or visit.visited_on < coalesce(placement.started_on, care.started_on)
                then due_on('care_visit_first', coalesce(placement.started_on, care.started_on))
            when placement.placement_type in ('U1', 'U4') and visit.visited_on >= add_months(placement.started_on, 12)
                then add_months(visit.visited_on, 3)
            else due_on('care_visit', visit.visited_on)
        end as visit_due_on
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
    left join placement
        on  placement.child_id    = care.child_id
        and placement.started_on <= $period_end
        and (placement.ended_on is null or placement.ended_on > $period_end)
    left join placement as later
        on  later.child_id    = placement.child_id
        and later.started_on  > placement.started_on
        and later.started_on <= $period_end
        and (later.ended_on is null or later.ended_on > $period_end)
    left join (
        select child_id, visited_on, lead(visited_on) over (partition by child_id order by visited_on) as next_visited_on
        from visit
        where kind = 'care' and coalesce(child_was_seen, true)
    ) as visit
        on  visit.child_id    = care.child_id
        and visit.visited_on <= $period_end
        and (visit.next_visited_on is null or visit.next_visited_on > $period_end)
    where care.started_on <= $period_end
      and (care.ended_on is null or care.ended_on > $period_end)
      and (care.next_started_on is null or care.next_started_on > $period_end)
      and short_break.child_id is null
      and later.child_id is null
) as child
