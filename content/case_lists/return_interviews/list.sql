-- One row for each missing episode that ended in the last three months and has no interview yet.
select
    missing.child_id,
    missing.ended_on                                as started_on,
    case
        when missing.interview_was_accepted then null
        else due_on('return_interview', missing.ended_on)
    end                                             as due_on,
    episode.team,
    episode.worker,
    missing.started_on                              as missing_from,
    missing.interview_was_offered,
    missing.interview_was_accepted
from missing_episode as missing
left join (
    select child_id, team, worker,
        row_number() over (partition by child_id order by started_on desc) as place
    from need_episode
    where started_on <= $as_at and (closed_on is null or closed_on > $as_at)
) as episode
    on  episode.child_id = missing.child_id
    and episode.place = 1
where missing.ended_on <= $as_at
    and missing.ended_on > add_months($as_at, -3)
    and (missing.interviewed_on is null or missing.interviewed_on > $as_at)
    and coalesce(missing.interview_was_accepted, true)
