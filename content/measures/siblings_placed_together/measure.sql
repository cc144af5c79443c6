-- One row per looked-after child with a looked-after brother or sister on the last day.
select
    child_id,
    team,
    worker,
    placement_started_on,
    siblings,
    siblings_apart,
    siblings_unknown,
    case when siblings_unknown = 0 then siblings_apart = 0 end as in_numerator,
    case when siblings_unknown > 0 then 'postcode not recorded' end as left_out_because
from (
    select
        care.child_id,
        care.team,
        care.worker,
        placement.started_on as placement_started_on,
        count(distinct sibling.child_id) as siblings,
        count(case when home.postcode <> placement.postcode then 1 end) as siblings_apart,
        count(case when home.postcode is null or placement.postcode is null then 1 end) as siblings_unknown
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
    inner join family
        on family.child_id = care.child_id
    inner join family as sibling
        on  sibling.family_id = family.family_id
        and sibling.child_id <> care.child_id
    inner join (
        select *, lead(started_on) over (partition by child_id order by started_on) as next_started_on
        from care_period
    ) as sibling_care
        on  sibling_care.child_id    = sibling.child_id
        and sibling_care.started_on <= $period_end
        and (sibling_care.ended_on is null or sibling_care.ended_on > $period_end)
        and (sibling_care.next_started_on is null or sibling_care.next_started_on > $period_end)
    left join legal_status as sibling_break
        on  sibling_break.child_id      = sibling.child_id
        and sibling_break.legal_status in ('V3', 'V4')
        and sibling_break.started_on   >= sibling_care.started_on
        and sibling_break.started_on   <= $period_end
        and (sibling_break.ended_on is null or sibling_break.ended_on > $period_end)
    left join (
        select *, lead(started_on) over (partition by child_id order by started_on) as next_started_on
        from placement
    ) as home
        on  home.child_id    = sibling.child_id
        and home.started_on <= $period_end
        and (home.ended_on is null or home.ended_on > $period_end)
        and (home.next_started_on is null or home.next_started_on > $period_end)
    where care.started_on <= $period_end
      and (care.ended_on is null or care.ended_on > $period_end)
      and (care.next_started_on is null or care.next_started_on > $period_end)
      and short_break.child_id is null
      and later.child_id is null
      and sibling_break.child_id is null
    group by care.child_id, care.team, care.worker, placement.started_on
) as child
