-- One row per case open on the last day of the period, with whoever holds it on that day.
select
    episode.child_id,
    episode.child_id || ' ' || cast(episode.started_on as varchar) as row_id,
    coalesce(
        holder.worker,
        case when history.child_id is null and episode.worker <> coalesce(episode.team, '') then episode.worker end
    ) is not null as in_numerator,
    episode.team,
    coalesce(
        holder.worker,
        case when history.child_id is null and episode.worker <> coalesce(episode.team, '') then episode.worker end
    ) as worker,
    episode.started_on
from need_episode as episode
left join (
    select child_id, received_on
    from referral
    where had_no_further_action
    group by child_id, received_on
) as without_case
    on  without_case.child_id = episode.child_id
    and without_case.received_on = episode.started_on
left join (
    select child_id, max(worker) as worker
    from involvement
    where started_on <= $period_end
        and (ended_on is null or ended_on > $period_end)
        and worker is not null
    group by child_id
) as holder
    on holder.child_id = episode.child_id
left join (
    select child_id, count(*) as workers
    from involvement
    group by child_id
) as history
    on history.child_id = episode.child_id
where episode.started_on <= $period_end
    and (
        episode.closed_on > $period_end
        or (episode.closed_on is null and coalesce(episode.status, '') <> 'closed')
    )
    and without_case.child_id is null
