-- One row per complaint that came in during the period.
select
    complaint.complaint_id as subject_id,
    complaint.received_on  as event_on,
    complaint.team
from complaint
where complaint.stage = '1'
    and complaint.received_on between $period_start and $period_end
