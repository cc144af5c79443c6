-- One row for each assessment begun and not yet authorised.
select
    assessment.child_id,
    assessment.started_on,
    due_on('assessment', assessment.started_on) as due_on,
    assessment.team,
    assessment.worker,
    assessment.child_was_seen
from assessment
where assessment.started_on <= $as_at
    and (assessment.authorised_on is null or assessment.authorised_on > $as_at)
