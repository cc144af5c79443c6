-- One row per child adopted in the period, and per child still waiting for adopters on its last day.
select
    care.child_id,
    care.ended_on as event_on,
    care.team,
    care.worker,
    care.started_on as care_started_on,
    coalesce(adoption.placed_on, home.started_on) as moved_in_on,
    days_between(care.started_on, coalesce(adoption.placed_on, home.started_on)) < 426 as in_numerator,
    case when coalesce(adoption.placed_on, home.started_on) is null then 'no day of moving in' end as left_out_because
from (
    select care.*, lead(care.ended_on) over (partition by care.child_id order by care.ended_on) as next_ended_on
    from care_period as care
    left join legal_status as short_break
        on  short_break.child_id      = care.child_id
        and short_break.started_on    = care.started_on
        and short_break.legal_status in ('V3', 'V4')
    where short_break.child_id is null
      and (care.end_reason is null or care.end_reason <> 'X1')
) as care
left join (
    select
        child_id,
        max(placed_on) as placed_on
    from adoption
    where reversed_on is null
    group by child_id
) as adoption
    on adoption.child_id = care.child_id
left join (
    select child_id, min(started_on) as started_on
    from placement
    where placement_type in ('A3', 'A4', 'A5', 'A6')
    group by child_id
) as home
    on home.child_id = care.child_id
where care.ended_on between $period_start and $period_end
  and (care.next_ended_on is null or care.next_ended_on > $period_end)
  and care.end_reason in ('E11', 'E12')
union all
select
    care.child_id,
    $period_end as event_on,
    care.team,
    care.worker,
    care.started_on as care_started_on,
    cast(null as date) as moved_in_on,
    days_between(care.started_on, $period_end) < 426 as in_numerator,
    cast(null as varchar) as left_out_because
from (
    select *, lead(started_on) over (partition by child_id order by started_on) as next_started_on
    from care_period
) as care
inner join (
    select
        child_id,
        decided_on,
        reversed_on,
        lead(decided_on) over (partition by child_id order by decided_on) as next_decided_on,
        max(placed_on) over (partition by child_id) as placed_on
    from adoption
    where decided_on is not null
) as decision
    on  decision.child_id    = care.child_id
    and decision.decided_on <= $period_end
    and (decision.reversed_on is null or decision.reversed_on > $period_end)
    and (decision.next_decided_on is null or decision.next_decided_on > $period_end)
    and (decision.placed_on is null or decision.placed_on > $period_end)
left join (
    select child_id, min(started_on) as started_on
    from placement
    where placement_type in ('A3', 'A4', 'A5', 'A6')
    group by child_id
) as home
    on home.child_id = care.child_id
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and (home.started_on is null or home.started_on > $period_end)
