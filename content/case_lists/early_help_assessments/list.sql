-- One row for each early help assessment begun and not yet completed.
select
    help.child_id,
    help.started_on,
    due_on('early_help_assessment', help.started_on)    as due_on,
    help.worker,
    help.organisation
from early_help as help
where help.started_on <= $as_at
    and (help.ended_on is null or help.ended_on > $as_at)
