-- One row per child for whom the decision for adoption was reversed in the period: the first time in it.
select
    decision.child_id,
    decision.reversed_on as event_on,
    decision.decided_on,
    decision.reversal_reason
from (
    select *, lag(reversed_on) over (partition by child_id order by reversed_on, decided_on) as earlier_reversed_on
    from adoption
    where reversed_on is not null
) as decision
where decision.reversed_on between $period_start and $period_end
  and (decision.earlier_reversed_on is null or decision.earlier_reversed_on < $period_start)
