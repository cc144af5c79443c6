-- One row for each child in care, aged 3 to 17, with a personal education plan still to be completed.
select
    care.child_id,
    care.started_on,
    coalesce(waiting.due_on, due_on('education_plan_first', care.started_on))   as due_on,
    care.team,
    care.worker,
    done.last_due_on                                                            as last_completed_was_due_on
from care_period as care
join person
    on person.child_id = care.child_id
left join (
    select care.child_id, care.started_on, max(plan.due_on) as last_due_on
    from care_period as care
    join education_plan as plan
        on  plan.child_id = care.child_id
        and plan.due_on >= care.started_on
    where plan.completed_on <= $as_at
    group by care.child_id, care.started_on
) as done
    on  done.child_id = care.child_id
    and done.started_on = care.started_on
left join (
    select care.child_id, care.started_on, plan.due_on,
        row_number() over (partition by care.child_id, care.started_on order by plan.due_on) as place
    from care_period as care
    join education_plan as plan
        on  plan.child_id = care.child_id
        and plan.due_on >= care.started_on
    left join (
        select child_id, max(due_on) as last_due_on
        from education_plan
        where completed_on <= $as_at
        group by child_id
    ) as finished
        on finished.child_id = plan.child_id
    where (plan.completed_on is null or plan.completed_on > $as_at)
        and (finished.last_due_on is null or plan.due_on > finished.last_due_on)
) as waiting
    on  waiting.child_id = care.child_id
    and waiting.started_on = care.started_on
    and waiting.place = 1
where care.started_on <= $as_at
    and (care.ended_on is null or care.ended_on > $as_at)
    and (waiting.due_on is not null or done.last_due_on is null)
    and age_on(person.born_on, $as_at) between 3 and 17
    and care.child_id not in (
        select child_id from legal_status
        where legal_status in ('V3', 'V4')
            and started_on <= $as_at and (ended_on is null or ended_on > $as_at)
    )
