-- One row per audit moderated in the period.
select
    audit.audit_id     as subject_id,
    audit.moderated_on as event_on,
    audit.moderated_grade = audit.grade as in_numerator,
    case when audit.moderated_grade is null or audit.grade is null then 'a grade is missing' end as left_out_because,
    audit.team,
    audit.worker,
    audit.grade,
    audit.moderated_grade
from audit
where audit.moderated_on between $period_start and $period_end
