-- One row for each child in care.
select
    care.child_id,
    case
        when seen.last_on >= coalesce(placed.began_on, care.started_on) then seen.last_on
        else coalesce(placed.began_on, care.started_on)
    end                             as started_on,
    case
        when seen.last_on >= coalesce(placed.began_on, care.started_on) then due_on('care_visit', seen.last_on)
        else due_on('care_visit_first', coalesce(placed.began_on, care.started_on))
    end                             as due_on,
    care.team,
    care.worker,
    placed.began_on                 as placement_began_on,
    seen.last_on                    as last_visit_on
from care_period as care
left join (
    select child_id, max(started_on) as began_on
    from placement
    where started_on <= $as_at and (ended_on is null or ended_on > $as_at)
    group by child_id
) as placed
    on placed.child_id = care.child_id
left join (
    select child_id, max(visited_on) as last_on
    from visit
    where kind = 'care' and visited_on <= $as_at and coalesce(child_was_seen, true)
    group by child_id
) as seen
    on seen.child_id = care.child_id
where care.started_on <= $as_at
    and (care.ended_on is null or care.ended_on > $as_at)
    and care.child_id not in (
        select child_id from legal_status
        where legal_status in ('V3', 'V4')
            and started_on <= $as_at and (ended_on is null or ended_on > $as_at)
    )
