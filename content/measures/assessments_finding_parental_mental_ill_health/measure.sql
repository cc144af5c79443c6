-- One row per assessment authorised in the period that found a factor.
select
    assessment.child_id,
    assessment.authorised_on as event_on,
    assessment.child_id || ' ' || cast(assessment.started_on as varchar) as row_id,
    factors.has_it > 0 as in_numerator,
    assessment.team,
    assessment.worker,
    assessment.started_on,
    factors.factors
from assessment
inner join (
    select
        assessment.child_id,
        assessment.started_on,
        sum(case when found.factor = '4B' then 1 else 0 end) as has_it,
        count(distinct found.factor) as factors
    from assessment
    inner join assessment_factor as found
        on  found.child_id = assessment.child_id
        and (
            found.assessment_started_on = assessment.started_on
            or found.assessment_id = assessment.assessment_id
        )
    where found.factor <> '21'
    group by assessment.child_id, assessment.started_on
) as factors
    on  factors.child_id = assessment.child_id
    and factors.started_on = assessment.started_on
where assessment.authorised_on between $period_start and $period_end
