-- One row per worker who holds a child's case on the last day of the period, with the latest supervision.
select
    holder.worker as subject_id,
    coalesce(due_on('supervision', latest.held_on) >= $period_end, false) as in_numerator,
    coalesce(team.name, holder.team) as team,
    holder.worker,
    latest.held_on as latest_supervision_on,
    due_on('supervision', coalesce(latest.held_on, holder.held_since)) as next_supervision_due_on
from (
    select
        involvement.worker,
        max(case when coalesce(involvement.ended_on > $period_end, true) then involvement.team end) as team,
        min(involvement.started_on) as held_since,
        sum(case when coalesce(involvement.ended_on > $period_end, true) then 1 else 0 end) as held_now
    from involvement
    where involvement.started_on <= $period_end
        and involvement.worker is not null
    group by involvement.worker
) as holder
left join (
    select worker, max(held_on) as held_on
    from supervision
    where held_on <= $period_end
    group by worker
) as latest
    on latest.worker = holder.worker
left join team
    on team.team_id = holder.team
cross join (
    select min(held_on) as began_on
    from supervision
) as list
where holder.held_now > 0
    and due_on('supervision', list.began_on) <= $period_end
    and due_on('supervision', holder.held_since) <= $period_end
