-- One row per child who moved in with adopters in the period, no more than 12 months after the decision.
select
    decision.child_id,
    coalesce(decision.placed_on, home.started_on) as event_on,
    decision.decided_on
from (
    select child_id, min(decided_on) as decided_on, max(placed_on) as placed_on
    from adoption
    where reversed_on is null
    group by child_id
) as decision
left join (
    select child_id, min(started_on) as started_on
    from placement
    where placement_type in ('A3', 'A4', 'A5', 'A6')
    group by child_id
) as home
    on home.child_id = decision.child_id
where coalesce(decision.placed_on, home.started_on) between $period_start and $period_end
  and coalesce(decision.placed_on, home.started_on) <= add_months(decision.decided_on, 12)
