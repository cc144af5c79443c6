-- One row per a case file audit finished in the period.
select
    audit.audit_id     as subject_id,
    audit.completed_on as event_on,
    coalesce(audit.moderated_grade, audit.grade) in ('outstanding', 'good', 'requires_improvement') as in_numerator,
    case when coalesce(audit.moderated_grade, audit.grade) is null then 'no grade' end as left_out_because,
    audit.team,
    audit.worker,
    audit.grade,
    audit.moderated_grade
from audit
where audit.kind = 'case_file'
    and audit.completed_on between $period_start and $period_end
