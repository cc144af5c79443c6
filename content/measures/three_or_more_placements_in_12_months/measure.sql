-- One row per child looked after on the last day. Three placements: the one before the last one was still held in the window.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on                as care_started_on,
    spell.started_on               as placement_since,
    spell.second_before_ended_on,
    counts.placements_in_12_months as counted_by_annex_a,
    case
        when history.first_started_on <= care.started_on
            then coalesce(add_months(spell.second_before_ended_on, 12) > $period_end, false)
        else counts.placements_in_12_months >= 3
    end as in_numerator,
    case
        when counts.placements_in_12_months is null
            and coalesce(history.first_started_on > care.started_on, true)
            then 'placements not known since care began'
    end as left_out_because
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
    select
        child_id,
        started_on,
        case
            when lag(started_on, 2) over (partition by child_id order by started_on) is not null
                then least(
                    lag(ended_on, 2) over (partition by child_id order by started_on),
                    lag(started_on) over (partition by child_id order by started_on)
                )
        end as second_before_ended_on,
        lead(started_on) over (partition by child_id order by started_on) as next_started_on
    from (
        -- A placement with what followed it at the same carer or place.
        select
            child_id,
            min(started_on) as started_on,
            max(coalesce(ended_on, date '9999-12-31')) as ended_on
        from (
            select
                *,
                sum(case when is_new then 1 else 0 end)
                    over (partition by child_id order by started_on rows between unbounded preceding and current row) as spell
            from (
                -- Temporary placements, short breaks and stays of less than a day are ignored.
                select
                    placement.child_id,
                    placement.started_on,
                    placement.ended_on,
                    placement.placement_type,
                    coalesce(episode.start_reason, 'P') not in ('L', 'T', 'U')
                        and coalesce(placement.placement_type, '') not in ('A3', 'A5')
                        and not coalesce(
                            placement.urn = lag(placement.urn) over (partition by placement.child_id order by placement.started_on)
                            and placement.postcode = lag(placement.postcode) over (partition by placement.child_id order by placement.started_on),
                            false
                        ) as is_new
                from placement
                left join care_episode as episode
                    on  episode.child_id   = placement.child_id
                    and episode.started_on = placement.started_on
                where coalesce(placement.placement_type, '') not in ('T0', 'T1', 'T2', 'T3', 'T4')
                  and coalesce(episode.legal_status, '') not in ('V3', 'V4')
                  and (placement.ended_on is null or placement.ended_on > placement.started_on)
            ) as stay
        ) as numbered
        group by child_id, spell
    ) as spell
) as spell
    on  spell.child_id    = care.child_id
    and spell.started_on <= $period_end
    and (spell.next_started_on is null or spell.next_started_on > $period_end)
left join (
    select child_id, min(started_on) as first_started_on
    from placement
    group by child_id
) as history
    on history.child_id = care.child_id
left join care_counts as counts
    on  counts.child_id        = care.child_id
    and counts.care_started_on = care.started_on
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
