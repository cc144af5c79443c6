-- One row per referral received in the period, with its case and the first assessment before the next referral.
select
    referral.child_id,
    referral.received_on as event_on,
    coalesce(episode.closure_reason in ('RC8', 'RC9'), false)
        or coalesce(episode.primary_need = 'N9', false)
        or coalesce(not assessment.needs_support, assessment.had_no_further_action, false) as in_numerator,
    referral.team,
    referral.worker,
    assessment.started_on as assessment_started_on,
    assessment.authorised_on,
    episode.closed_on,
    episode.closure_reason
from (
    select
        child_id,
        received_on,
        team,
        worker,
        lead(received_on) over (partition by child_id order by received_on) as next_on
    from referral
) as referral
left join need_episode as episode
    on  episode.child_id = referral.child_id
    and episode.started_on = referral.received_on
left join (
    select
        child_id,
        started_on,
        authorised_on,
        needs_support,
        had_no_further_action,
        lag(started_on) over (partition by child_id order by started_on) as previous_on
    from assessment
) as assessment
    on  assessment.child_id = referral.child_id
    and assessment.started_on >= referral.received_on
    and (assessment.previous_on is null or assessment.previous_on < referral.received_on)
    and (referral.next_on is null or assessment.started_on < referral.next_on)
where referral.received_on between $period_start and $period_end
