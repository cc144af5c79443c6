-- One row per permanent social worker who left the council in the period.
select
    staff.worker as subject_id,
    staff.day    as event_on,
    staff.team,
    staff.worker
from (
    select post.worker, max(post.ended_on) as day, max(post.team) as team
    from post
    where post.role in ('social_worker', 'senior_social_worker', 'first_line_manager', 'reviewing_officer')
        and post.worker is not null
        and post.is_agency is not true
        and post.has_left
    group by post.worker
) as staff
where staff.day between $period_start and $period_end
