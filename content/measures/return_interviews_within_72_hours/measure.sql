-- One row per missing episode whose three days for the return interview were up in the period.
select
    missing.child_id,
    missing.due_on as event_on,
    missing.child_id || ' ' || cast(missing.started_on as varchar) as row_id,
    case
        when missing.interviewed_on is not null then missing.interviewed_on <= missing.due_on
        when missing.interview_was_accepted then null
        else false
    end as in_numerator,
    case
        when missing.interviewed_on is null and missing.interview_was_accepted then 'the day of the interview is not known'
    end as left_out_because,
    missing.started_on,
    missing.ended_on,
    missing.interviewed_on
from (
    select *, due_on('return_interview', ended_on) as due_on
    from missing_episode
    where kind = 'M'
) as missing
where missing.due_on between $period_start and $period_end
