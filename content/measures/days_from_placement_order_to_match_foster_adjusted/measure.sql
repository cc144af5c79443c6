-- One row per child adopted in the period.
select
    care.child_id,
    care.ended_on as event_on,
    care.team,
    care.worker,
    coalesce(adoption.placement_order_on, placement_order.started_on) as placement_order_on,
    adoption.matched_on,
    case
        when adoption.matched_on < coalesce(adoption.placement_order_on, placement_order.started_on) then 0
        else days_between(coalesce(adoption.placement_order_on, placement_order.started_on), adoption.matched_on)
    end as days,
    case
        when coalesce(adoption.placement_order_on, placement_order.started_on) is null then 'no placement order'
        when adoption.matched_on is null then 'no day of the match'
    end as left_out_because
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
        max(matched_on)                                              as matched_on,
        max(placement_order_on)                                      as placement_order_on,
        max(case when was_adopted_by_foster_carer then 1 else 0 end) as by_foster_carer
    from adoption
    where reversed_on is null
    group by child_id
) as adoption
    on adoption.child_id = care.child_id
left join (
    select child_id, max(started_on) as started_on
    from legal_status
    where legal_status = 'E1'
    group by child_id
) as placement_order
    on placement_order.child_id = care.child_id
left join (
    select distinct child_id
    from placement
    where placement_type in ('A3', 'A5')
) as by_foster_carer
    on by_foster_carer.child_id = care.child_id
where care.ended_on between $period_start and $period_end
  and (care.next_ended_on is null or care.next_ended_on > $period_end)
  and care.end_reason in ('E11', 'E12')
  and by_foster_carer.child_id is null
  and coalesce(adoption.by_foster_carer, 0) = 0
