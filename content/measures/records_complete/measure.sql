-- One row per table of children's records as it was checked on one day, over all teams.
select
    quality.table_name as subject_id,
    quality.checked_on as event_on,
    quality.table_name || ' ' || cast(quality.checked_on as varchar) as row_id,
    case when sum(quality.required_values) > 0 then 100.0 * coalesce(sum(quality.required_values_present), 0) / sum(quality.required_values) end as score,
    case when coalesce(sum(quality.required_values), 0) = 0 then 'no required value' end as left_out_because,
    sum(quality.required_values) as required_values,
    sum(quality.required_values_present) as required_values_present
from record_quality as quality
where quality.checked_on between $period_start and $period_end
group by quality.table_name, quality.checked_on
