-- One row per section 47 assessment finished in the period.
select
    assessment.meeting_id as subject_id,
    assessment.held_on    as event_on,
    max(assessment.team)  as team,
    case
        when max(case when agency = 'police' and (attended or sent_report) then 1 else 0 end) = 1 then true
        when max(case when agency = 'police' and attended is null and sent_report is null then 1 else 0 end) = 1 then null
        else false
    end as in_numerator,
    case
        when max(case when agency = 'police' and (attended or sent_report) then 1 else 0 end) = 0
            and max(case when agency = 'police' and attended is null and sent_report is null then 1 else 0 end) = 1
            then 'not known whether they contributed'
    end as left_out_because
from attendance as assessment
where assessment.meeting_kind = 'section_47'
    and assessment.held_on between $period_start and $period_end
group by assessment.meeting_id, assessment.held_on
