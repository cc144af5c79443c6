-- One row per protection plan whose first core group was due in the period.
select
    plan.child_id,
    plan.due_on as event_on,
    coalesce(plan.first_met_on <= plan.due_on, false) as in_numerator,
    plan.team,
    plan.worker,
    plan.started_on as plan_started_on,
    plan.first_met_on
from (
    select
        plan.child_id,
        plan.started_on,
        plan.ended_on,
        plan.team,
        plan.worker,
        due_on('core_group_first', plan.started_on) as due_on,
        core_group.first_met_on
    from protection_plan as plan
    left join (
        select plan.child_id, plan.started_on, min(meeting.held_on) as first_met_on
        from protection_plan as plan
        inner join attendance as meeting
            on  meeting.child_id     = plan.child_id
            and meeting.meeting_kind = 'core_group'
            and meeting.held_on     >= plan.started_on
        group by plan.child_id, plan.started_on
    ) as core_group
        on  core_group.child_id   = plan.child_id
        and core_group.started_on = plan.started_on
    where plan.is_of_another_council is not true
) as plan
where plan.due_on between $period_start and $period_end
    and (plan.ended_on is null or plan.ended_on >= plan.due_on)
