-- One row per case open on the last day of the period.
select
    episode.child_id,
    episode.child_id || ' ' || cast(episode.started_on as varchar) as row_id,
    days_between(episode.started_on, $period_end) > 729 as in_numerator,
    episode.team,
    episode.worker,
    episode.started_on,
    episode.primary_need as need,
    case
        when $period_end < add_months(episode.started_on, 3) then 'under 3 months'
        when $period_end < add_months(episode.started_on, 6) then '3 to 6 months'
        when $period_end < add_months(episode.started_on, 12) then '6 to 12 months'
        when days_between(episode.started_on, $period_end) <= 729 then '1 to 2 years'
        else '2 years and more'
    end as band
from need_episode as episode
left join (
    select child_id, received_on
    from referral
    where had_no_further_action
    group by child_id, received_on
) as without_case
    on  without_case.child_id = episode.child_id
    and without_case.received_on = episode.started_on
where episode.started_on <= $period_end
    and (
        episode.closed_on > $period_end
        or (episode.closed_on is null and coalesce(episode.status, '') <> 'closed')
    )
    and without_case.child_id is null
