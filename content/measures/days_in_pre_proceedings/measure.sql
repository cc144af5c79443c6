-- One row per child whose pre-proceedings ended in the period: the last time in it.
select
    pre.child_id,
    pre.step_decision_on as event_on,
    pre.decided_on,
    pre.outcome,
    days_between(pre.decided_on, pre.step_decision_on) as days,
    case when pre.decided_on is null then 'no day of the decision to begin' end as left_out_because
from (
    select *, lead(step_decision_on) over (partition by child_id order by step_decision_on, decided_on) as next_step_decision_on
    from pre_proceedings
    where step_decision_on is not null
) as pre
where pre.step_decision_on between $period_start and $period_end
  and (pre.next_step_decision_on is null or pre.next_step_decision_on > $period_end)
