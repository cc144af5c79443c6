-- One row per member asked to a forum held in the period.
select
    meeting.meeting_id                                                            as subject_id,
    meeting.held_on                                                               as event_on,
    meeting.meeting_id || ' ' || meeting.agency || ' ' || coalesce(meeting.member, '') as row_id,
    meeting.attended                                                              as in_numerator,
    case when meeting.attended is null then 'not known whether they came' end     as left_out_because,
    meeting.agency,
    meeting.member
from attendance as meeting
where meeting.meeting_kind = 'forum'
    and meeting.was_invited is not false
    and meeting.held_on between $period_start and $period_end
