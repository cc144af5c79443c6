-- One row per assessment authorised in the period, with the case of its referral.
select
    assessment.child_id,
    assessment.authorised_on as event_on,
    assessment.child_id || ' ' || cast(assessment.started_on as varchar) as row_id,
    coalesce(not assessment.needs_support, assessment.had_no_further_action, episode.ended_after_it) as in_numerator,
    case
        when coalesce(not assessment.needs_support, assessment.had_no_further_action, episode.ended_after_it) is null
            then 'not recorded what it found'
    end as left_out_because,
    assessment.team,
    assessment.worker,
    assessment.started_on
from assessment
left join (
    select
        child_id,
        started_on,
        coalesce(closure_reason in ('RC8', 'RC9'), false) as ended_after_it
    from need_episode
) as episode
    on  episode.child_id = assessment.child_id
    and episode.started_on = assessment.referral_received_on
where assessment.authorised_on between $period_start and $period_end
