-- One row per early help assessment completed in the period; its team is the organisation that did it.
select
    help.child_id,
    help.ended_on as event_on,
    help.child_id || ' ' || cast(help.started_on as varchar) as row_id,
    help.organisation as team,
    help.worker,
    help.started_on
from early_help as help
where help.ended_on between $period_start and $period_end
