-- One row per child looked after on the last day for more than four months.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on                                                                                   as care_started_on,
    plan.first_started_on                                                                             as plan_started_on,
    case
        when plan.first_started_on is null and plan.undated_plans > 0 then null
        else coalesce(plan.first_started_on <= due_on('permanence_plan', care.started_on), false)
    end as in_numerator,
    case when plan.first_started_on is null and plan.undated_plans > 0 then 'plan without a date' end as left_out_because
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
        care.child_id,
        care.started_on,
        min(plan.started_on) as first_started_on,
        count(case when plan.child_id is not null and plan.started_on is null then 1 end) as undated_plans
    from care_period as care
    left join care_plan as plan
        on  plan.child_id = care.child_id
        and (plan.started_on is null or plan.started_on >= care.started_on)
        and (plan.permanence_plan is not null or plan.plan is not null)
    group by care.child_id, care.started_on
) as plan
    on  plan.child_id   = care.child_id
    and plan.started_on = care.started_on
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
  and due_on('permanence_plan', care.started_on) < $period_end
