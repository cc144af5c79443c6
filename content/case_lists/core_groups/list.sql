-- One row for each open protection plan whose core group has not met.
select
    plan.child_id,
    plan.started_on,
    due_on('core_group_first', plan.started_on) as due_on,
    plan.team,
    plan.worker
from protection_plan as plan
left join (
    select plan.child_id, plan.started_on, min(meeting.held_on) as first_met_on
    from protection_plan as plan
    inner join attendance as meeting
        on  meeting.child_id     = plan.child_id
        and meeting.meeting_kind = 'core_group'
        and meeting.held_on     >= plan.started_on
        and meeting.held_on     <= $as_at
    group by plan.child_id, plan.started_on
) as core_group
    on  core_group.child_id   = plan.child_id
    and core_group.started_on = plan.started_on
where plan.started_on <= $as_at
    and (plan.ended_on is null or plan.ended_on > $as_at)
    and plan.is_of_another_council is not true
    and core_group.first_met_on is null
