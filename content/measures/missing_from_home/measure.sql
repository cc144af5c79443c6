-- One row per missing episode of a child who was not in care, that began in the period.
select
    missing.child_id,
    missing.started_on as event_on,
    missing.ended_on,
    missing.interview_was_offered
from missing_episode as missing
left join care_period as care
    on  care.child_id    = missing.child_id
    and care.started_on <= missing.started_on
    and (care.ended_on is null or care.ended_on >= missing.started_on)
where missing.started_on between $period_start and $period_end
  and missing.kind = 'M'
  and care.child_id is null
