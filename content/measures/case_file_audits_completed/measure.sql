-- One row per case file audit finished in the period.
select
    audit.audit_id     as subject_id,
    audit.completed_on as event_on,
    audit.team,
    audit.worker,
    audit.grade
from audit
where audit.kind = 'case_file'
    and audit.completed_on between $period_start and $period_end
