-- One row per permanent social worker, with the working days in post and lost in the twelve months to the last day.
select
    held.worker as subject_id,
    max(held.team) as team,
    held.worker,
    case
        when sum(held.working_days) > 0
            then 100.0 * coalesce(max(lost.working_days), 0) / sum(held.working_days)
    end as score,
    case when sum(held.working_days) = 0 then 'no working day in post' end as left_out_because,
    sum(held.working_days) as working_days_in_post,
    coalesce(max(lost.working_days), 0) as working_days_lost
from (
    select
        post.worker,
        post.team,
        working_days_between(
            greatest(post.started_on, add_months($period_end, -12)),
            least(coalesce(post.ended_on, $period_end), $period_end)
        ) as working_days
    from post
    where post.role in ('social_worker', 'senior_social_worker', 'first_line_manager', 'reviewing_officer')
        and post.worker is not null
        and post.is_agency is not true
        and post.started_on < $period_end
        and (post.ended_on is null or post.ended_on > add_months($period_end, -12))
) as held
left join (
    select
        sickness.worker,
        sum(
            working_days_between(
                greatest(sickness.started_on, add_months($period_end, -12)),
                least(coalesce(sickness.ended_on, $period_end), $period_end)
            )
            + case
                when sickness.started_on > add_months($period_end, -12) and is_working_day(sickness.started_on) then 1
                else 0
            end
        ) as working_days
    from sickness
    where sickness.started_on <= $period_end
        and (sickness.ended_on is null or sickness.ended_on > add_months($period_end, -12))
    group by sickness.worker
) as lost
    on lost.worker = held.worker
group by held.worker
