-- One row per child for whom the council applied to court in the period: the first time in it.
select
    application.child_id,
    application.court_application_on as event_on,
    application.decided_on as pre_proceedings_decided_on
from (
    select
        *,
        lag(court_application_on) over (partition by child_id order by court_application_on) as earlier_application_on
    from pre_proceedings
    where court_application_on is not null
) as application
where application.court_application_on between $period_start and $period_end
  and (application.earlier_application_on is null or application.earlier_application_on < $period_start)
