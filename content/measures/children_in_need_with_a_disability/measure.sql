-- One row per case open on the last day of the period, with what is recorded of the child's disability.
select
    episode.child_id,
    episode.child_id || ' ' || cast(episode.started_on as varchar) as row_id,
    coalesce(disabilities.has_any > 0, person.has_disability) as in_numerator,
    case
        when coalesce(disabilities.has_any > 0, person.has_disability) is null then 'disability not recorded'
    end as left_out_because,
    episode.team,
    episode.worker,
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
    select child_id, sum(case when disability <> 'NONE' then 1 else 0 end) as has_any
    from disability
    group by child_id
) as disabilities
    on disabilities.child_id = episode.child_id
left join person
    on person.child_id = episode.child_id
where episode.started_on <= $period_end
    and (
        episode.closed_on > $period_end
        or (episode.closed_on is null and coalesce(episode.status, '') <> 'closed')
    )
    and without_case.child_id is null
