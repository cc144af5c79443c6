-- One row per answer to a survey given in the period.
select
    feedback.feedback_id as subject_id,
    feedback.given_on    as event_on,
    feedback.is_positive as in_numerator,
    case when feedback.is_positive is null then 'neither positive nor negative' end as left_out_because,
    feedback.team,
    feedback.given_by,
    feedback.channel,
    feedback.theme
from feedback
where feedback.given_by in ('child', 'parent', 'carer')
    and feedback.channel = 'survey'
    and feedback.given_on between $period_start and $period_end
