-- One row per child whose 20 working days for the first health assessment were up in the period, and who was in care all of them.
select
    care.child_id,
    care.due_on                                            as event_on,
    care.team,
    care.worker,
    care.started_on                                        as care_started_on,
    care.first_assessed_on,
    coalesce(care.first_assessed_on <= care.due_on, false) as in_numerator
from (
    select
        care.child_id,
        care.started_on,
        care.ended_on,
        care.team,
        care.worker,
        due_on('initial_health_assessment', care.started_on) as due_on,
        lag(care.started_on) over (partition by care.child_id order by care.started_on) as earlier_started_on,
        assessment.first_assessed_on
    from care_period as care
    left join legal_status as short_break
        on  short_break.child_id      = care.child_id
        and short_break.started_on    = care.started_on
        and short_break.legal_status in ('V3', 'V4')
    left join (
        select care.child_id, care.started_on, min(assessment.checked_on) as first_assessed_on
        from care_period as care
        inner join health_check as assessment
            on  assessment.child_id    = care.child_id
            and assessment.kind        = 'health_assessment'
            and assessment.checked_on >= care.started_on
            and (assessment.status is null or lower(assessment.status) not in ('refused', 'declined', 'cancelled'))
        group by care.child_id, care.started_on
    ) as assessment
        on  assessment.child_id   = care.child_id
        and assessment.started_on = care.started_on
    where short_break.child_id is null
) as care
where care.due_on between $period_start and $period_end
  and (care.ended_on is null or working_days_between(care.started_on, care.ended_on) >= 20)
  and (care.earlier_started_on is null or due_on('initial_health_assessment', care.earlier_started_on) < $period_start)
