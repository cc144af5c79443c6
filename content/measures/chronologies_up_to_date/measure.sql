-- One row per child with a case open for at least six months, with the latest entry on the file.
select
    need.child_id,
    coalesce(due_on('chronology', entry.recorded_on) >= $period_end, false) as in_numerator,
    need.team,
    need.worker,
    need.started_on   as case_opened_on,
    entry.recorded_on as latest_entry_on
from (
    select *, lead(started_on) over (partition by child_id order by started_on) as next_started_on
    from need_episode
) as need
left join (
    select child_id, max(recorded_on) as recorded_on
    from case_entry
    where kind = 'chronology'
        and recorded_on <= $period_end
    group by child_id
) as entry
    on entry.child_id = need.child_id
where need.started_on <= $period_end
    and (need.closed_on is null or need.closed_on > $period_end)
    and (need.next_started_on is null or need.next_started_on > $period_end)
    and due_on('chronology', need.started_on) <= $period_end
