-- One row per supervision session that was due in the period.
select
    session.worker as subject_id,
    session.must_be_held_by as event_on,
    cast(session.number as varchar) as row_id,
    coalesce(session.held_on <= session.must_be_held_by, false) as in_numerator,
    session.team,
    session.worker,
    session.held_on,
    session.supervisor
from (
    select
        worker,
        child_id,
        held_on,
        supervisor,
        team,
        coalesce(
            due_on,
            due_on('supervision', lag(held_on) over (partition by worker, child_id order by held_on))
        ) as must_be_held_by,
        row_number() over (partition by worker order by due_on, held_on, child_id) as number
    from supervision
) as session
where session.must_be_held_by between $period_start and $period_end
