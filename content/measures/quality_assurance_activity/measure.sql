-- One row per audit, sample or observation finished in the period.
select
    audit.audit_id     as subject_id,
    audit.completed_on as event_on,
    audit.team,
    audit.worker,
    audit.kind,
    audit.theme
from audit
where audit.completed_on between $period_start and $period_end
