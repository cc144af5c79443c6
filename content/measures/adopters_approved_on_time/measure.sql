-- One row per adopter approved in the period.
select
    adopter_id  as subject_id,
    approved_on as event_on,
    stage_1_started_on,
    stage_1_ended_on,
    stage_2_started_on,
    stage_2_ended_on,
    case
        when days_between(stage_1_started_on, stage_1_ended_on) is not null
            and days_between(stage_2_started_on, stage_2_ended_on) is not null
        then stage_1_ended_on <= add_months(stage_1_started_on, 2)
            and stage_2_ended_on <= add_months(stage_2_started_on, 4)
    end as in_numerator,
    case
        when days_between(stage_1_started_on, stage_1_ended_on) is null
            or days_between(stage_2_started_on, stage_2_ended_on) is null
        then 'a day of a stage is missing'
    end as left_out_because
from adopter
where approved_on between $period_start and $period_end
