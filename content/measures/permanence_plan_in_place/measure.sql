-- One row per child looked after on the last day.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on           as care_started_on,
    plan.permanence_plan,
    plan.started_on           as plan_started_on,
    plan.child_id is not null as in_numerator
from (
    select *, lead(started_on) over (partition by child_id order by started_on) as next_started_on
    from care_period
) as care
left join legal_status as short_break
    on  short_break.child_id      = care.child_id
    and short_break.legal_status in ('V3', 'V4')
    and short_break.started_on   >= care.started_on
    and short_break.started_on   <= $period_end
    and (short_break.ended_on is null or short_break.ended_on > $period_end)
left join (
    select
        *,
        lead(coalesce(started_on, date '1900-01-01')) over (partition by child_id order by started_on nulls first)
            as next_started_on
    from care_plan
    where permanence_plan is not null or plan is not null
) as plan
    on  plan.child_id = care.child_id
    and (plan.started_on is null or plan.started_on <= $period_end)
    and (plan.ended_on is null or plan.ended_on > $period_end)
    and (plan.next_started_on is null or plan.next_started_on > $period_end)
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
