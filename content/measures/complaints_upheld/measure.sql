-- One row per stage of a complaint answered in the period.
select
    complaint.complaint_id as subject_id,
    complaint.answered_on  as event_on,
    complaint.complaint_id || ' ' || complaint.stage as row_id,
    complaint.was_upheld   as in_numerator,
    case when complaint.was_upheld is null then 'not said whether it was upheld' end as left_out_because,
    complaint.team,
    complaint.stage,
    complaint.received_on
from complaint
where complaint.answered_on between $period_start and $period_end
