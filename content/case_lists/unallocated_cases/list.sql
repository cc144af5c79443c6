-- One row for each open case that no worker holds.
select
    episode.child_id,
    episode.started_on,
    add_working_days(episode.started_on, 1) as due_on,
    episode.team,
    episode.worker,
    episode.primary_need                    as need,
    episode.status
from need_episode as episode
where (episode.started_on is null or episode.started_on <= $as_at)
    and (episode.closed_on is null or episode.closed_on > $as_at)
    and coalesce(episode.status, 'open') <> 'closed'
    and coalesce(trim(episode.worker), '') = ''
    and episode.child_id not in (
        select child_id from involvement
        where coalesce(trim(worker), '') <> ''
            and started_on <= $as_at and (ended_on is null or ended_on > $as_at)
    )
