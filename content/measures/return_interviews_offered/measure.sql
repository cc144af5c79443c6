-- One row per missing episode that ended in the period.
select
    missing.child_id,
    missing.ended_on as event_on,
    missing.child_id || ' ' || cast(missing.started_on as varchar) as row_id,
    missing.started_on,
    missing.interview_was_offered,
    missing.interview_was_accepted,
    missing.interview_was_offered as in_numerator,
    case when missing.interview_was_offered is null then 'not known whether offered' end as left_out_because
from missing_episode as missing
where missing.ended_on between $period_start and $period_end
  and missing.kind = 'M'
