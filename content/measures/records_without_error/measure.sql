-- One row per table of children's records as it was checked on one day, over all teams.
select
    quality.table_name as subject_id,
    quality.checked_on as event_on,
    quality.table_name || ' ' || cast(quality.checked_on as varchar) as row_id,
    case when sum(quality.rows) > 0 then 100.0 * coalesce(sum(quality.rows_without_error), 0) / sum(quality.rows) end as score,
    case when coalesce(sum(quality.rows), 0) = 0 then 'no rows' end as left_out_because,
    sum(quality.rows) as rows,
    sum(quality.rows_without_error) as rows_without_error
from record_quality as quality
where quality.checked_on between $period_start and $period_end
group by quality.table_name, quality.checked_on
