-- One row per open protection plan of a child aged 4 or over, with the child's latest statutory visit.
select
    plan.child_id,
    plan.child_id || ' ' || cast(plan.started_on as varchar) as row_id,
    latest.child_was_seen_alone as in_numerator,
    case when latest.child_was_seen_alone is null then 'not recorded whether seen alone' end as left_out_because,
    plan.team,
    plan.worker,
    plan.started_on,
    latest.visited_on as latest_visit_on
from protection_plan as plan
inner join person
    on person.child_id = plan.child_id
inner join (
    select
        child_id,
        visited_on,
        child_was_seen_alone,
        lead(visited_on) over (partition by child_id order by visited_on) as next_on
    from (
        select child_id, visited_on, bool_or(child_was_seen_alone) as child_was_seen_alone
        from visit
        where kind = 'protection'
        group by child_id, visited_on
    ) as day
) as latest
    on  latest.child_id = plan.child_id
    and latest.visited_on >= plan.started_on
    and latest.visited_on <= $period_end
    and (latest.next_on is null or latest.next_on > $period_end)
where plan.started_on <= $period_end
    and (plan.ended_on is null or plan.ended_on > $period_end)
    and plan.is_of_another_council is not true
    and age_on(person.born_on, $period_end) >= 4
