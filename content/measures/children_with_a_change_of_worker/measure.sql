-- One row per case open throughout the period, with the last change of worker in it.
select
    episode.child_id,
    episode.child_id || ' ' || cast(episode.started_on as varchar) as row_id,
    changed.last_changed_on is not null as in_numerator,
    episode.team,
    episode.started_on,
    changed.last_changed_on
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
    select child_id, max(started_on) as last_changed_on
    from (
        select
            child_id,
            worker,
            started_on,
            lag(worker) over (partition by child_id order by started_on, worker) as previous_worker
        from involvement
        where worker is not null
    ) as holding
    where holding.previous_worker <> holding.worker
        and holding.started_on between $period_start and $period_end
    group by child_id
) as changed
    on changed.child_id = episode.child_id
where episode.started_on <= $period_end
    and (
        episode.closed_on > $period_end
        or (episode.closed_on is null and coalesce(episode.status, '') <> 'closed')
    )
    and without_case.child_id is null
    and episode.started_on <= $period_start
