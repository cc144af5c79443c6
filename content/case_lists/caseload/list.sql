-- One row for each child or young person with an open case, under the kind that weighs most.
select child_id, started_on, cast(null as date) as due_on, team, worker, kind
from (
    select child_id, started_on, team, worker, kind,
        row_number() over (partition by child_id order by place, started_on desc) as chosen
    from (
        select child_id, started_on, team, worker, 'in_care' as kind, 1 as place
        from care_period
        where started_on <= $as_at and (ended_on is null or ended_on > $as_at)
        union all
        select child_id, started_on, team, worker, 'protection_plan' as kind, 2 as place
        from protection_plan
        where started_on <= $as_at and (ended_on is null or ended_on > $as_at)
        union all
        select child_id, started_on, team, worker, 'in_need_plan' as kind, 3 as place
        from in_need_plan
        where started_on <= $as_at and (ended_on is null or ended_on > $as_at)
        union all
        select child_id, cast(null as date) as started_on, team, coalesce(personal_adviser, worker) as worker,
            'care_leaver' as kind, 4 as place
        from care_leaver
        where coalesce(in_touch, 'YES') not in ('DIED', 'NREQ', 'RHOM')
        union all
        select child_id, started_on, team, worker, 'open_assessment' as kind, 5 as place
        from assessment
        where started_on <= $as_at and (authorised_on is null or authorised_on > $as_at)
        union all
        select child_id, started_on, team, worker, 'open_case' as kind, 6 as place
        from need_episode
        where (started_on is null or started_on <= $as_at) and (closed_on is null or closed_on > $as_at)
            and coalesce(status, 'open') <> 'closed'
    ) as held
) as ranked
where chosen = 1
