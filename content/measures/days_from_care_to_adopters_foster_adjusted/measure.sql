-- One row per child adopted in the period.
select
    child_id,
    event_on,
    team,
    worker,
    care_started_on,
    lived_with_adopters_since,
    days_between(care_started_on, lived_with_adopters_since) as days,
    case when lived_with_adopters_since is null then 'no day of moving in' end as left_out_because
from (
    select
        care.child_id,
        care.ended_on as event_on,
        care.team,
        care.worker,
        care.started_on as care_started_on,
        least(
            coalesce(adoption.placed_on, home.started_on),
            coalesce(adoption.early_placed_on, adoption.placed_with_foster_carer_on, home.fostered_since)
        ) as lived_with_adopters_since
    from (
        select care.*, lead(care.ended_on) over (partition by care.child_id order by care.ended_on) as next_ended_on
        from care_period as care
        left join legal_status as short_break
            on  short_break.child_id      = care.child_id
            and short_break.started_on    = care.started_on
            and short_break.legal_status in ('V3', 'V4')
        where short_break.child_id is null
          and (care.end_reason is null or care.end_reason <> 'X1')
    ) as care
    left join (
        select
            child_id,
            max(placed_on)                   as placed_on,
            max(early_placed_on)             as early_placed_on,
            max(placed_with_foster_carer_on) as placed_with_foster_carer_on
        from adoption
        where reversed_on is null
        group by child_id
    ) as adoption
        on adoption.child_id = care.child_id
    left join (
        select
            child_id,
            min(started_on) as started_on,
            min(
                case when placement_type in ('A3', 'A5') or before_type in ('U2', 'U5')
                     then before_started_on
                     else started_on
                end
            ) as fostered_since
        from (
            select
                child_id,
                placement_type,
                started_on,
                lag(placement_type) over (partition by child_id order by started_on) as before_type,
                lag(started_on) over (partition by child_id order by started_on)     as before_started_on
            from placement
        ) as stay
        where placement_type in ('A3', 'A4', 'A5', 'A6')
        group by child_id
    ) as home
        on home.child_id = care.child_id
    where care.ended_on between $period_start and $period_end
      and (care.next_ended_on is null or care.next_ended_on > $period_end)
      and care.end_reason in ('E11', 'E12')
) as child
