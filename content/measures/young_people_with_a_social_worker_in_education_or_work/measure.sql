-- One row per young person of 16 or 17 with an open case on the last day, with the latest of what they do.
select
    need.child_id,
    case when status.activity <> '0' then status.activity not in ('G4', 'G5', 'G6') end as in_numerator,
    case when status.activity is null or status.activity = '0' then 'not known what they do' end as left_out_because,
    need.team,
    need.worker,
    status.activity,
    status.recorded_on
from (
    select *, lead(started_on) over (partition by child_id order by started_on) as next_started_on
    from need_episode
) as need
inner join person
    on person.child_id = need.child_id
left join (
    select child_id, max(recorded_on) as recorded_on
    from education_status
    where recorded_on <= $period_end
    group by child_id
) as latest
    on latest.child_id = need.child_id
left join (
    select child_id, recorded_on, min(activity) as activity
    from education_status
    group by child_id, recorded_on
) as status
    on  status.child_id    = latest.child_id
    and status.recorded_on = latest.recorded_on
where need.started_on <= $period_end
    and (need.closed_on is null or need.closed_on > $period_end)
    and (need.next_started_on is null or need.next_started_on > $period_end)
    and age_on(person.born_on, $period_end) between 16 and 17
