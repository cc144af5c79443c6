-- One row per assessment authorised in the period.
select
    assessment.child_id,
    assessment.authorised_on as event_on,
    assessment.child_id || ' ' || cast(assessment.started_on as varchar) as row_id,
    case
        when assessment.authorised_on >= assessment.started_on
            then assessment.authorised_on > add_working_days(assessment.started_on, 60)
    end as in_numerator,
    case
        when assessment.authorised_on < assessment.started_on then 'authorised before it started'
    end as left_out_because,
    assessment.team,
    assessment.worker,
    assessment.started_on,
    case
        when assessment.authorised_on < assessment.started_on then null
        when assessment.authorised_on <= add_working_days(assessment.started_on, 45) then 'up to 45'
        when assessment.authorised_on <= add_working_days(assessment.started_on, 50) then '46 to 50'
        when assessment.authorised_on <= add_working_days(assessment.started_on, 60) then '51 to 60'
        else '61 and more'
    end as band
from assessment
where assessment.authorised_on between $period_start and $period_end
