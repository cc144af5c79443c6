-- One row per place on a course held in the period.
select
    place.worker   as subject_id,
    place.held_on  as event_on,
    place.course || ' ' || place.worker || ' ' || cast(place.held_on as varchar) as row_id,
    place.attended as in_numerator,
    case when place.attended is null then 'not known whether the worker came' end as left_out_because,
    place.team,
    place.worker,
    place.course
from training_place as place
where place.held_on between $period_start and $period_end
