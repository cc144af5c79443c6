-- One row per registered social worker who holds a child's case on the last day of the period.
select
    worker.worker_id as subject_id,
    worker.is_agency as in_numerator,
    case when worker.is_agency is null then 'not recorded whether from an agency' end as left_out_because,
    coalesce(team.name, held.team) as team,
    worker.worker_id as worker,
    held.children
from worker
inner join (
    select worker, max(team) as team, count(distinct child_id) as children
    from involvement
    where started_on <= $period_end
        and (ended_on is null or ended_on > $period_end)
    group by worker
) as held
    on held.worker = worker.worker_id
left join team
    on team.team_id = held.team
where worker.registration is not null
