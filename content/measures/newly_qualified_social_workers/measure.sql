-- One row per social work post on the last day.
select
    post.post_id as subject_id,
    post.post_id || ' ' || coalesce(post.worker, '') || ' ' || cast(post.started_on as varchar) as row_id,
    post.is_newly_qualified as in_numerator,
    case when post.is_newly_qualified is null then 'not known' end as left_out_because,
    post.team,
    post.worker,
    post.role,
    post.full_time_equivalent,
    post.started_on
from post
where post.role in ('social_worker', 'senior_social_worker', 'first_line_manager', 'reviewing_officer')
    and post.started_on <= $period_end
    and (post.ended_on is null or post.ended_on > $period_end)
    and post.worker is not null
    and post.is_agency is not true
