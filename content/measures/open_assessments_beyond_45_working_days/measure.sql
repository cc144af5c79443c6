-- One row per assessment open on the last day of the period.
select
    assessment.child_id,
    assessment.child_id || ' ' || cast(assessment.started_on as varchar) as row_id,
    due_on('assessment', assessment.started_on) < $period_end as in_numerator,
    assessment.team,
    assessment.worker,
    assessment.started_on,
    due_on('assessment', assessment.started_on) as due_on
from assessment
where assessment.started_on <= $period_end
    and (assessment.authorised_on is null or assessment.authorised_on > $period_end)
