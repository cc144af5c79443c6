-- One row per placement that ended in the period with a move to another one.
select
    stay.child_id,
    stay.ended_on as event_on,
    stay.child_id || ' ' || cast(stay.started_on as varchar) as row_id,
    stay.placement_type as placement,
    stay.started_on,
    stay.change_reason,
    stay.change_reason not in ('CARPL', 'PLACE') as in_numerator,
    case when stay.change_reason is null then 'no reason recorded' end as left_out_because
from (
    select
        *,
        lead(started_on) over (partition by child_id order by started_on) as next_started_on,
        lead(placement_type) over (partition by child_id order by started_on) as next_placement_type
    from placement
) as stay
left join legal_status as short_break
    on  short_break.child_id      = stay.child_id
    and short_break.started_on    = stay.started_on
    and short_break.legal_status in ('V3', 'V4')
where stay.ended_on between $period_start and $period_end
  and (stay.next_started_on = stay.ended_on or stay.change_reason is not null)
  and coalesce(stay.placement_type, '') not in ('T0', 'T1', 'T2', 'T3', 'T4')
  and coalesce(stay.next_placement_type, '') not in ('T0', 'T1', 'T2', 'T3', 'T4')
  and short_break.child_id is null
