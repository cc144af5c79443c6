-- One row per early help assessment completed in the period.
select
    help.child_id,
    help.ended_on as event_on,
    help.child_id || ' ' || cast(help.started_on as varchar) as row_id,
    case
        when help.ended_on >= help.started_on
            then help.ended_on <= due_on('early_help_assessment', help.started_on)
    end as in_numerator,
    case when help.ended_on < help.started_on then 'completed before it started' end as left_out_because,
    help.worker,
    help.organisation,
    help.started_on,
    due_on('early_help_assessment', help.started_on) as due_on
from early_help as help
where help.ended_on between $period_start and $period_end
