-- One row per placement that began in the period.
select
    stay.child_id,
    stay.started_on as event_on,
    stay.placement_type as placement,
    stay.provider
from (
    select
        placement.*,
        episode.start_reason,
        lag(placement.urn) over (partition by placement.child_id order by placement.started_on) as earlier_urn,
        lag(placement.postcode) over (partition by placement.child_id order by placement.started_on) as earlier_postcode
    from placement
    left join care_episode as episode
        on  episode.child_id   = placement.child_id
        and episode.started_on = placement.started_on
    where coalesce(placement.placement_type, '') not in ('T0', 'T1', 'T2', 'T3', 'T4')
      and coalesce(episode.legal_status, '') not in ('V3', 'V4')
      and (placement.ended_on is null or placement.ended_on > placement.started_on)
) as stay
where stay.started_on between $period_start and $period_end
  and coalesce(stay.start_reason, 'P') not in ('L', 'T', 'U')
  and coalesce(stay.placement_type, '') not in ('A3', 'A5')
  and not coalesce(stay.urn = stay.earlier_urn and stay.postcode = stay.earlier_postcode, false)
