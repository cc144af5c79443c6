-- One row per complaint at stage 1 whose answer was due in the period.
select
    complaint.complaint_id as subject_id,
    complaint.due_on       as event_on,
    coalesce(complaint.answered_on <= complaint.due_on, false) as in_numerator,
    complaint.team,
    complaint.received_on,
    complaint.answered_on
from (
    select
        complaint_id,
        team,
        received_on,
        answered_on,
        due_on('complaint_stage_1', received_on) as due_on
    from complaint
    where stage = '1'
) as complaint
where complaint.due_on between $period_start and $period_end
