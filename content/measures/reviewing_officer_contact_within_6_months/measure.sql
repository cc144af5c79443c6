-- One row per child looked after on the last day.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on                                                                             as care_started_on,
    contact.last_contact_on,
    case
        when contact.last_contact_on > $period_end then null
        else coalesce(add_months(contact.last_contact_on, 6) >= $period_end, false)
    end as in_numerator,
    case when contact.last_contact_on > $period_end then 'last contact is after the period' end as left_out_because
from (
    select *, lead(started_on) over (partition by child_id order by started_on) as next_started_on
    from care_period
) as care
left join legal_status as short_break
    on  short_break.child_id      = care.child_id
    and short_break.legal_status in ('V3', 'V4')
    and short_break.started_on   >= care.started_on
    and short_break.started_on   <= $period_end
    and (short_break.ended_on is null or short_break.ended_on > $period_end)
left join (
    select care.child_id, care.started_on, max(visit.visited_on) as last_contact_on
    from care_period as care
    inner join visit
        on  visit.child_id    = care.child_id
        and visit.kind        = 'reviewing_officer'
        and visit.visited_on >= care.started_on
    group by care.child_id, care.started_on
) as contact
    on  contact.child_id   = care.child_id
    and contact.started_on = care.started_on
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
