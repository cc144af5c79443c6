-- One row per missing episode that ended in the period.
select
    missing.child_id,
    missing.ended_on as event_on,
    missing.child_id || ' ' || cast(missing.started_on as varchar) as row_id,
    missing.started_on,
    missing.interview_was_offered,
    missing.interview_was_accepted,
    missing.interviewed_on,
    case
        when held.dated_interviews > 0 then missing.interviewed_on is not null
        else missing.interview_was_offered and missing.interview_was_accepted
    end as in_numerator,
    case
        when held.dated_interviews = 0 and (missing.interview_was_offered and missing.interview_was_accepted) is null
        then 'not known whether held'
    end as left_out_because
from missing_episode as missing
cross join (
    select count(interviewed_on) as dated_interviews
    from missing_episode
) as held
where missing.ended_on between $period_start and $period_end
  and missing.kind = 'M'
