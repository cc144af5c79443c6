-- One row per assessment authorised in the period.
select
    assessment.child_id,
    assessment.authorised_on as event_on,
    assessment.child_id || ' ' || cast(assessment.started_on as varchar) as row_id,
    assessment.team,
    assessment.worker,
    assessment.started_on
from assessment
where assessment.authorised_on between $period_start and $period_end
