-- One row per case closed in the period.
select
    episode.child_id,
    episode.closed_on as event_on,
    episode.child_id || ' ' || coalesce(cast(episode.started_on as varchar), '') as row_id,
    episode.closure_reason = 'RC7' as in_numerator,
    case when episode.closure_reason is null then 'no reason for the closure' end as left_out_because,
    episode.team,
    episode.worker,
    episode.started_on,
    episode.closure_reason
from need_episode as episode
where episode.closed_on between $period_start and $period_end
