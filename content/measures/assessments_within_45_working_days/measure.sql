-- One row per assessment authorised in the period.
select
    assessment.child_id,
    assessment.authorised_on as event_on,
    assessment.child_id || ' ' || cast(assessment.started_on as varchar) as row_id,
    case
        when assessment.authorised_on >= assessment.started_on
            then assessment.authorised_on <= due_on('assessment', assessment.started_on)
    end as in_numerator,
    case
        when assessment.authorised_on < assessment.started_on then 'authorised before it started'
    end as left_out_because,
    assessment.team,
    assessment.worker,
    assessment.started_on,
    due_on('assessment', assessment.started_on) as due_on
from assessment
where assessment.authorised_on between $period_start and $period_end
