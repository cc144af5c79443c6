-- One row per child who came into care in the period: the first time in it.
select
    care.child_id,
    care.started_on as event_on,
    care.team,
    care.worker,
    person.born_on,
    age_on(person.born_on, care.started_on) = 0 as in_numerator,
    case when age_on(person.born_on, care.started_on) is null then 'no date of birth' end as left_out_because
from (
    select care.*, lag(care.started_on) over (partition by care.child_id order by care.started_on) as earlier_started_on
    from care_period as care
    left join legal_status as short_break
        on  short_break.child_id      = care.child_id
        and short_break.started_on    = care.started_on
        and short_break.legal_status in ('V3', 'V4')
    where short_break.child_id is null
) as care
left join person
    on person.child_id = care.child_id
where care.started_on between $period_start and $period_end
  and (care.earlier_started_on is null or care.earlier_started_on < $period_start)
