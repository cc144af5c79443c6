-- One row per assessment authorised in the period.
select
    assessment.child_id,
    assessment.authorised_on as event_on,
    assessment.child_id || ' ' || cast(assessment.started_on as varchar) as row_id,
    case
        when assessment.authorised_on >= assessment.started_on
            then working_days_between(assessment.started_on, assessment.authorised_on)
    end as days,
    case
        when assessment.authorised_on < assessment.started_on then 'authorised before it started'
    end as left_out_because,
    assessment.team,
    assessment.worker,
    assessment.started_on
from assessment
where assessment.authorised_on between $period_start and $period_end
