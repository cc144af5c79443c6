-- One row per child with a deprivation of liberty order on the evening of the last day.
select
    liberty.child_id,
    liberty.started_on,
    liberty.ended_on
from (
    select *, lead(started_on) over (partition by child_id order by started_on) as next_started_on
    from deprivation_of_liberty
) as liberty
where liberty.started_on <= $period_end
  and (liberty.ended_on is null or liberty.ended_on > $period_end)
  and (liberty.next_started_on is null or liberty.next_started_on > $period_end)
