-- One row per permanent social worker in post on the last day, or who left in the twelve months to it.
select
    staff.worker as subject_id,
    max(case when staff.is_in_post then 1 else 0 end) = 0 as in_numerator,
    max(staff.team) as team,
    staff.worker,
    max(case when staff.is_in_post then null else staff.ended_on end) as left_on
from (
    select
        worker,
        team,
        ended_on,
        has_left,
        ended_on is null or ended_on > $period_end as is_in_post
    from post
    where role in ('social_worker', 'senior_social_worker', 'first_line_manager', 'reviewing_officer')
        and worker is not null
        and is_agency is not true
        and started_on <= $period_end
) as staff
where staff.is_in_post
    or (staff.has_left and staff.ended_on > add_months($period_end, -12))
group by staff.worker
