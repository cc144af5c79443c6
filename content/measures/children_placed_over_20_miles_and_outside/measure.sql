-- One row per child looked after on the last day, with the placement of that evening.
select
    child_id,
    team,
    worker,
    placement_started_on,
    location,
    miles,
    case
        when location = 'in' then false
        when location = 'out' then miles > 20
    end as in_numerator,
    case
        when location is null then 'location not recorded'
        when location = 'out' and miles is null then 'distance not known'
    end as left_out_because
from (
    select
        care.child_id,
        care.team,
        care.worker,
        placement.started_on as placement_started_on,
        placement.location,
        case
            when placement.distance_miles < 999 then cast(placement.distance_miles as double)
            else miles_between(placement.home_postcode, placement.postcode)
        end as miles
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
    where care.started_on <= $period_end
      and (care.ended_on is null or care.ended_on > $period_end)
      and (care.next_started_on is null or care.next_started_on > $period_end)
      and short_break.child_id is null
      and later.child_id is null
) as child
