-- One row per update with a forecast given in the period.
select
    given.update_id   as subject_id,
    given.reported_on as event_on,
    given.forecast_on > given.forecast_before as in_numerator,
    case when given.forecast_before is null then 'nothing was expected before' end as left_out_because,
    given.priority,
    given.action_id,
    given.forecast_before,
    given.forecast_on
from action_update as given
where given.forecast_on is not null
    and given.reported_on between $period_start and $period_end
