-- One row for each worker who had or was to have supervision in the last twelve months.
select
    worked.worker                                                       as subject_id,
    worked.last_on                                                      as started_on,
    coalesce(booked.due_on, due_on('supervision', worked.last_on))      as due_on,
    worked.team,
    worked.worker
from (
    select worker, max(team) as team,
        max(case when held_on <= $as_at then held_on end)               as last_on
    from supervision
    where coalesce(held_on, due_on) > add_months($as_at, -12)
        and (held_on <= $as_at or due_on is not null)
    group by worker
) as worked
left join (
    select waiting.worker, min(waiting.due_on) as due_on
    from supervision as waiting
    left join (
        select worker, max(held_on) as last_on
        from supervision
        where held_on <= $as_at
        group by worker
    ) as latest
        on latest.worker = waiting.worker
    where (waiting.held_on is null or waiting.held_on > $as_at)
        and waiting.due_on > add_months($as_at, -12)
        and (latest.last_on is null or waiting.due_on > latest.last_on)
    group by waiting.worker
) as booked
    on booked.worker = worked.worker
