-- One row per holding of a post by somebody who holds cases on the last day.
select
    post.worker       as subject_id,
    post.post_id || ' ' || post.worker as row_id,
    post.is_qualified as in_numerator,
    case when post.is_qualified is null then 'not known whether qualified' end as left_out_because,
    post.team,
    post.worker,
    post.role,
    post.started_on
from post
where post.holds_cases
    and post.worker is not null
    and post.started_on <= $period_end
    and (post.ended_on is null or post.ended_on > $period_end)
