-- One row per outcome whose latest review was in the period.
select
    outcome.child_id,
    outcome.reviewed_on  as event_on,
    outcome.outcome_id   as row_id,
    outcome.was_achieved as in_numerator,
    case when outcome.was_achieved is null then 'not yet judged' end as left_out_because,
    outcome.team,
    outcome.worker,
    outcome.agreed_on,
    outcome.outcome
from outcome
where outcome.reviewed_on between $period_start and $period_end
