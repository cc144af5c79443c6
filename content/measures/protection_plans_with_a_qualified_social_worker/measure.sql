-- One row per protection plan open on the last day of the period, with a registered social worker who holds the case.
select
    plan.child_id,
    plan.child_id || ' ' || cast(plan.started_on as varchar) as row_id,
    coalesce(
        holder.worker,
        case when history.child_id is null and plan.worker <> coalesce(plan.team, '') then plan.worker end
    ) is not null as in_numerator,
    plan.team,
    coalesce(
        holder.worker,
        case when history.child_id is null and plan.worker <> coalesce(plan.team, '') then plan.worker end
    ) as worker,
    plan.started_on
from protection_plan as plan
left join (
    select involvement.child_id, max(involvement.worker) as worker
    from involvement
    inner join (
        select worker_id as worker from worker where registration is not null
        union
        select registration as worker from worker where registration is not null
    ) as registered
        on registered.worker = involvement.worker
    where involvement.started_on <= $period_end
        and (involvement.ended_on is null or involvement.ended_on > $period_end)
    group by involvement.child_id
) as holder
    on holder.child_id = plan.child_id
left join (
    select child_id, count(*) as workers
    from involvement
    group by child_id
) as history
    on history.child_id = plan.child_id
where plan.started_on <= $period_end
    and (plan.ended_on is null or plan.ended_on > $period_end)
    and plan.is_of_another_council is not true
