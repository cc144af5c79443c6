-- One row per update asked for by a day in the period.
select
    asked.update_id    as subject_id,
    asked.asked_for_on as event_on,
    coalesce(asked.reported_on <= asked.asked_for_on, false) as in_numerator,
    asked.priority,
    asked.action_id,
    asked.reported_on
from action_update as asked
where asked.asked_for_on between $period_start and $period_end
