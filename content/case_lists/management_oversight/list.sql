-- One row for each child with an open case, with the latest entry on the file.
select
    need.child_id,
    coalesce(entry.recorded_on, need.started_on)                      as started_on,
    due_on('management_oversight', coalesce(entry.recorded_on, need.started_on)) as due_on,
    need.team,
    need.worker,
    need.started_on                                                   as case_opened_on
from (
    select *, row_number() over (partition by child_id order by started_on desc) as place
    from need_episode
    where started_on <= $as_at
        and (closed_on is null or closed_on > $as_at)
) as need
left join (
    select child_id, max(recorded_on) as recorded_on
    from case_entry
    where kind = 'management_oversight'
        and recorded_on <= $as_at
    group by child_id
) as entry
    on  entry.child_id     = need.child_id
    and entry.recorded_on >= need.started_on
where need.place = 1
