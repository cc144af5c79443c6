-- One row for each child in care without a plan for permanence.
select
    care.child_id,
    care.started_on,
    due_on('permanence_plan', care.started_on)  as due_on,
    care.team,
    care.worker
from care_period as care
left join care_plan as plan
    on  plan.child_id = care.child_id
    and (plan.permanence_plan is not null or plan.plan is not null)
    and (plan.started_on is null or plan.started_on between care.started_on and $as_at)
    and (plan.ended_on is null or plan.ended_on > $as_at)
where care.started_on <= $as_at
    and (care.ended_on is null or care.ended_on > $as_at)
    and plan.child_id is null
    and care.child_id not in (
        select child_id from legal_status
        where legal_status in ('V3', 'V4')
            and started_on <= $as_at and (ended_on is null or ended_on > $as_at)
    )
