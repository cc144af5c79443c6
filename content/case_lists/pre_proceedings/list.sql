-- One row for each child in pre-proceedings.
select
    pre.child_id,
    coalesce(pre.letter_before_proceedings_on, pre.decided_on)                              as started_on,
    due_on('pre_proceedings', coalesce(pre.letter_before_proceedings_on, pre.decided_on))   as due_on,
    episode.team,
    episode.worker,
    pre.decided_on,
    pre.letter_before_proceedings_on,
    pre.initial_meeting_on
from pre_proceedings as pre
left join (
    select child_id, team, worker,
        row_number() over (partition by child_id order by started_on desc) as place
    from need_episode
    where started_on <= $as_at and (closed_on is null or closed_on > $as_at)
) as episode
    on  episode.child_id = pre.child_id
    and episode.place = 1
where coalesce(pre.decided_on, pre.letter_before_proceedings_on) <= $as_at
    and (pre.court_application_on is null or pre.court_application_on > $as_at)
    and (pre.step_decision_on is null or pre.step_decision_on > $as_at)
