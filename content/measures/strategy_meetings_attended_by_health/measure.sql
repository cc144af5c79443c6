-- One row per strategy meeting held in the period.
select
    meeting.meeting_id as subject_id,
    meeting.held_on    as event_on,
    max(meeting.team)  as team,
    case
        when max(case when meeting.agency in ('health', 'gp') and meeting.attended then 1 else 0 end) = 1 then true
        when max(case when meeting.agency in ('health', 'gp') and meeting.attended is null then 1 else 0 end) = 1 then null
        else false
    end as in_numerator,
    case
        when max(case when meeting.agency in ('health', 'gp') and meeting.attended then 1 else 0 end) = 0
            and max(case when meeting.agency in ('health', 'gp') and meeting.attended is null then 1 else 0 end) = 1
            then 'not known whether they came'
    end as left_out_because
from attendance as meeting
where meeting.meeting_kind = 'strategy_meeting'
    and meeting.held_on between $period_start and $period_end
group by meeting.meeting_id, meeting.held_on
