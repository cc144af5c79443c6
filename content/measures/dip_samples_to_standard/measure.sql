-- One row per dip sample finished in the period.
select
    audit.audit_id       as subject_id,
    audit.completed_on   as event_on,
    audit.meets_standard as in_numerator,
    case when audit.meets_standard is null then 'no standard tested' end as left_out_because,
    audit.team,
    audit.worker
from audit
where audit.kind = 'dip_sample'
    and audit.completed_on between $period_start and $period_end
