-- One row per early help assessment completed in the period.
select
    help.child_id,
    help.ended_on as event_on,
    help.child_id || ' ' || cast(help.started_on as varchar) as row_id,
    help.worker,
    help.organisation,
    help.started_on
from early_help as help
where help.ended_on between $period_start and $period_end
