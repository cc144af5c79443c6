-- One row per child whose first personal education plan in care was due in the period.
select
    care.child_id,
    care.due_on as event_on,
    coalesce(care.first_completed_on <= care.due_on, false) as in_numerator,
    care.team,
    care.worker,
    care.started_on as care_started_on,
    care.first_completed_on
from (
    select
        care.child_id,
        care.started_on,
        care.ended_on,
        care.team,
        care.worker,
        due_on('education_plan_first', care.started_on) as due_on,
        plan.first_completed_on
    from care_period as care
    left join legal_status as short_break
        on  short_break.child_id      = care.child_id
        and short_break.started_on    = care.started_on
        and short_break.legal_status in ('V3', 'V4')
    left join (
        select care.child_id, care.started_on, min(plan.completed_on) as first_completed_on
        from care_period as care
        inner join education_plan as plan
            on  plan.child_id      = care.child_id
            and plan.completed_on >= care.started_on
        group by care.child_id, care.started_on
    ) as plan
        on  plan.child_id   = care.child_id
        and plan.started_on = care.started_on
    where short_break.child_id is null
) as care
inner join person
    on person.child_id = care.child_id
where care.due_on between $period_start and $period_end
    and (care.ended_on is null or care.ended_on >= care.due_on)
    and age_on(person.born_on, care.due_on) between 3 and 17
