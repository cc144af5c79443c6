-- One row per child under 16 looked after on the last day for two and a half years.
select
    care.child_id,
    care.team,
    care.worker,
    care.started_on  as care_started_on,
    spell.started_on as placement_since,
    spell.adopters_since,
    case
        when age_on(person.born_on, $period_end) is null or spell.started_on is null then null
        when spell.adopters_since <= $period_end and spell.adopters_since = spell.started_on
            then days_between(coalesce(spell.before_started_on, spell.started_on), $period_end) > 729
        else days_between(spell.started_on, $period_end) > 729
    end as in_numerator,
    case
        when age_on(person.born_on, $period_end) is null then 'no date of birth'
        when spell.started_on is null then 'no placement recorded'
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
left join person
    on person.child_id = care.child_id
left join (
    select
        child_id,
        started_on,
        ended_on,
        adopters_since,
        lag(started_on) over (partition by child_id order by started_on) as before_started_on,
        lead(started_on) over (partition by child_id order by started_on) as next_started_on
    from (
        -- A placement with what followed it at the same carer or place.
        select
            child_id,
            min(started_on) as started_on,
            max(coalesce(ended_on, date '9999-12-31')) as ended_on,
            max(case when placement_type in ('A3', 'A4', 'A5', 'A6') then started_on end) as adopters_since
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
    and spell.ended_on    > $period_end
    and (spell.next_started_on is null or spell.next_started_on > $period_end)
where care.started_on <= $period_end
  and (care.ended_on is null or care.ended_on > $period_end)
  and (care.next_started_on is null or care.next_started_on > $period_end)
  and short_break.child_id is null
  and add_months(care.started_on, 30) <= $period_end
  and coalesce(age_on(person.born_on, $period_end), 0) < 16
