-- One row for each open placement with parents or without regulation.
select
    placement.child_id,
    coalesce(looked.last_on, placement.started_on)                                  as started_on,
    due_on('management_oversight', coalesce(looked.last_on, placement.started_on))  as due_on,
    care.team,
    care.worker,
    placement.placement_type                                                        as placement,
    placement.started_on                                                            as placement_began_on,
    looked.last_on                                                                  as last_looked_at_on
from placement
join care_period as care
    on  care.child_id = placement.child_id
    and care.started_on <= placement.started_on
    and (care.ended_on is null or care.ended_on > $as_at)
left join (
    select placement.child_id, placement.started_on, max(entry.recorded_on) as last_on
    from placement
    join case_entry as entry
        on  entry.child_id = placement.child_id
        and entry.recorded_on >= placement.started_on
    where entry.kind = 'management_oversight'
        and entry.recorded_on <= $as_at
    group by placement.child_id, placement.started_on
) as looked
    on  looked.child_id = placement.child_id
    and looked.started_on = placement.started_on
where placement.started_on <= $as_at
    and (placement.ended_on is null or placement.ended_on > $as_at)
    and (
        placement.placement_type in ('P1', 'P2', 'H5', 'Z1', 'Z11', 'Z12', 'Z13', 'Z14')
        or (placement.placement_type in ('K2', 'K3', 'R1') and placement.urn = 'XXXXXXX')
    )
