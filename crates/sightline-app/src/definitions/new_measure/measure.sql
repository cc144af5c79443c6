-- One row for each assessment authorised in the period.
-- The tables are those of docs/records.md, the functions those of docs/sql-functions.md.
-- Of days the query knows $period_start and $period_end only, both of which count.
select assessment.child_id,
       assessment.authorised_on as event_on,
       -- null leaves the row out of the figure; left_out_because says why
       assessment.authorised_on <= due_on('assessment', assessment.started_on) as in_numerator,
       case when assessment.started_on is null then 'no start date' end as left_out_because,
       assessment.team,
       assessment.worker,
       -- everything further stands in the list of children behind the figure
       assessment.started_on
from assessment as assessment
where assessment.authorised_on between $period_start and $period_end
