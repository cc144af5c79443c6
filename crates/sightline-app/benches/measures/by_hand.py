"""Counts a few measures the way an analyst would write them for DuckDB or Polars.

Usage: by_hand.py duckdb|polars TIMES COUNCILS FOLDER MONTHS

FOLDER has a folder for each council with one Parquet file a table; MONTHS is a JSON
list of first and last days. Prints JSON: the quickest of TIMES runs in seconds, and of
each council and measure what counted and what was in the numerator in each month.
Every breakdown is counted as well, and held in memory, as Sightline does.
"""

import json
import sys
import time
from datetime import date
from pathlib import Path

LIBRARY, TIMES, COUNCILS, FOLDER, MONTHS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]), sys.argv[5]
PERIODS = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in json.loads(Path(MONTHS).read_text())]
FIRST, LAST = PERIODS[0][0], PERIODS[-1][1]

ETHNIC = {
    "White": ["WBRI", "WIRI", "WIRT", "WOTH", "WROM"],
    "Mixed": ["MWBC", "MWBA", "MWAS", "MOTH"],
    "Asian": ["AIND", "APKN", "ABAN", "AOTH", "CHNE"],
    "Black": ["BCRB", "BAFR", "BOTH"],
    "Other": ["OOTH"],
}
PLACED = {
    "Foster care with family or friends": ["U1", "U2", "U3"],
    "Foster care": ["U4", "U5", "U6"],
    "Placed for adoption": ["A3", "A4", "A5", "A6"],
    "With parents": ["P1"],
    "Children's home or secure home": ["K1", "K2"],
    "Supported or independent living": ["K3", "H5", "P2", "P3"],
    "Other residential": ["R1", "R2", "R3", "R5", "S1"],
    "Temporary": ["T0", "T1", "T2", "T3", "T4"],
    "Other": ["Z1", "Z11", "Z12", "Z13", "Z14"],
}
AGES = [(0, "Under 1"), (4, "1 to 4"), (9, "5 to 9"), (15, "10 to 15"), (17, "16 to 17"), (120, "18 and over")]
BREAKDOWNS = ["team", "worker", "age_band", "sex", "ethnicity", "disability", "locality", "need", "placement"]
SHORT_BREAKS = ["V3", "V4"]
TABLES = [
    "address", "care_period", "initial_conference", "involvement", "legal_status", "need_episode", "person",
    "placement", "protection_plan", "referral", "section_47",
]


def month_of(day):
    return (day.year - FIRST.year) * 12 + day.month - FIRST.month


def in_duckdb():
    import duckdb

    def cases(groups, column):
        whens = " ".join(
            f"when {column} in ({', '.join(repr(code) for code in codes)}) then '{label.replace(chr(39), chr(39) * 2)}'"
            for label, codes in groups.items()
        )
        return f"case {whens} else {column} end"

    month = lambda day: f"(year({day}) - {FIRST.year}) * 12 + month({day}) - {FIRST.month}"
    within = lambda day: f"{day} between date '{FIRST}' and date '{LAST}'"
    event = lambda day, own, rest, numerator="null::boolean": (
        f"select {month(day)} as m, child_id, {day} as day, {numerator} as in_numerator, {own} from {rest} and {within(day)}"
    )
    with_need = "team, worker, null::varchar as need"
    cohorts = {
        "referrals": event("received_on", with_need, "referral where true"),
        "re_referrals_within_12_months": event(
            "received_on",
            with_need,
            "(select *, lag(received_on) over (partition by child_id order by received_on) as previous_on from referral) where true",
            "coalesce(received_on - previous_on between 1 and 365, false) or coalesce(earlier_referrals_in_12_months, 0) > 0",
        ),
        "section_47_enquiries": event("started_on", with_need, "section_47 where true"),
        "initial_conferences": event("held_on", with_need, "initial_conference where true"),
        "protection_plans_started": event("started_on", with_need, "protection_plan where is_of_another_council is not true"),
        "protection_plans_ended_after_2_years": event(
            "ended_on", with_need, "protection_plan where is_of_another_council is not true and ended_on >= started_on",
            "ended_on - started_on > 729",
        ),
        "open_protection_plans": f"""
            select m.m, plan.child_id, m.last as day, null::boolean as in_numerator, team, worker, null::varchar as need
            from protection_plan as plan
            join months as m on plan.started_on <= m.last and (plan.ended_on is null or plan.ended_on > m.last)
            where plan.is_of_another_council is not true""",
        "children_looked_after": f"""
            select m.m, care.child_id, m.last as day, null::boolean as in_numerator, care.team, care.worker, care.need
            from (select *, lead(started_on) over (partition by child_id order by started_on) as next_on from care_period) as care
            join months as m on care.started_on <= m.last and (care.ended_on is null or care.ended_on > m.last)
                and (care.next_on is null or care.next_on > m.last)
            where not exists (
                select 1 from legal_status as short_break
                where short_break.child_id = care.child_id and short_break.legal_status in ('V3', 'V4')
                    and short_break.started_on >= care.started_on and short_break.started_on <= m.last
                    and (short_break.ended_on is null or short_break.ended_on > m.last))""",
    }
    age = "datesub('year', person.born_on, cohort.day)"
    bands = " ".join(f"when {age} <= {most} then '{label}'" for most, label in AGES)
    spell = lambda table, name, to, columns: f"""
        asof left join (select child_id, started_on, {to} as last_on, {columns} from {table} where started_on is not null) as {name}
            on cohort.child_id = {name}.child_id and cohort.day >= {name}.started_on"""
    held = lambda name, column, to="last_on": (
        f"case when {name}.{to} is null or {name}.{to} >= cohort.day then {name}.{column} end"
    )
    counting = f"""
        with cohort as (COHORT), known as (
            select cohort.m, cohort.in_numerator,
                coalesce(cohort.team, {held('inv', 'team')}) as team,
                coalesce(cohort.worker, {held('inv', 'worker')}) as worker,
                case when person.born_on > cohort.day then 'Unborn' {bands} end as age_band,
                person.sex, {cases(ETHNIC, 'person.ethnicity')} as ethnicity, person.has_disability as disability,
                upper(split_part({held('home', 'postcode')}, ' ', 1)) as locality,
                coalesce(cohort.need, {held('episode', 'primary_need')}) as need,
                {cases(PLACED, held('place', 'placement_type'))} as placement
            from cohort
            left join person on person.child_id = cohort.child_id
            {spell('involvement', 'inv', 'ended_on', 'team, worker')}
            {spell('address', 'home', 'ended_on', 'postcode')}
            {spell('need_episode', 'episode', 'closed_on', 'primary_need')}
            {spell('placement', 'place', 'ended_on', 'placement_type')}
        )
        select grouping({', '.join(BREAKDOWNS)}) as which, m, {', '.join(BREAKDOWNS)}, count(*) as counted, coalesce(count_if(in_numerator), 0) as found
        from known group by grouping sets ((m), {', '.join(f'(m, {name})' for name in BREAKDOWNS)})"""
    whole = 2 ** len(BREAKDOWNS) - 1

    def run():
        figures = {}
        for council in range(1, COUNCILS + 1):
            database = duckdb.connect()
            database.execute("create table months (m integer, first date, last date)")
            database.executemany("insert into months values (?, ?, ?)", [[at, *days] for at, days in enumerate(PERIODS)])
            for name in TABLES:
                database.execute(f"create table {name} as from read_parquet('{FOLDER / str(council) / name}.parquet')")
            of_council = {}
            for measure, cohort in cohorts.items():
                rows = database.execute(counting.replace("COHORT", cohort)).fetchall()
                months = [(0, 0)] * len(PERIODS)
                for row in rows:
                    if row[0] == whole:
                        months[row[1]] = (row[-2], row[-1])
                of_council[measure] = months
            figures[str(council)] = of_council
            database.close()
        return figures

    return "DuckDB", duckdb.__version__, run


def in_polars():
    import polars as pl

    col = pl.col
    months = pl.DataFrame(
        {"m": range(len(PERIODS)), "last": [last for _, last in PERIODS]}, schema={"m": pl.Int32, "last": pl.Date}
    ).lazy()
    groups = lambda labels: {code: label for label, codes in labels.items() for code in codes}

    def event(table, day, numerator=None):
        month = (col(day).dt.year() - FIRST.year) * 12 + col(day).dt.month().cast(pl.Int32) - FIRST.month
        return table.filter(col(day).is_between(FIRST, LAST)).select(
            month.cast(pl.Int32).alias("m"),
            "child_id",
            col(day).alias("day"),
            (pl.lit(None, pl.Boolean) if numerator is None else numerator).alias("in_numerator"),
            "team",
            "worker",
            pl.lit(None, pl.String).alias("need"),
        )

    def cohorts(tables):
        plans = tables["protection_plan"].filter(col("is_of_another_council").fill_null(False).not_())
        referrals = tables["referral"].sort("child_id", "received_on").with_columns(
            previous_on=col("received_on").shift(1).over("child_id")
        )
        gap = (col("received_on") - col("previous_on")).dt.total_days()
        again = gap.is_between(1, 365).fill_null(False) | (col("earlier_referrals_in_12_months").fill_null(0) > 0)
        open_plans = (
            plans.join_where(months, col("started_on") <= col("last"), col("ended_on").fill_null(date.max) > col("last"))
            .select("m", "child_id", col("last").alias("day"), pl.lit(None, pl.Boolean).alias("in_numerator"), "team", "worker",
                    pl.lit(None, pl.String).alias("need"))
        )
        care = (
            tables["care_period"].sort("child_id", "started_on")
            .with_columns(next_on=col("started_on").shift(-1).over("child_id"))
            .join_where(
                months, col("started_on") <= col("last"), col("ended_on").fill_null(date.max) > col("last"),
                col("next_on").fill_null(date.max) > col("last"),
            )
        )
        breaks = (
            tables["legal_status"].filter(col("legal_status").is_in(SHORT_BREAKS))
            .select("child_id", col("started_on").alias("from"), col("ended_on").alias("to"))
        )
        on_break = (
            care.join(breaks, on="child_id")
            .filter((col("from") >= col("started_on")) & (col("from") <= col("last")) & (col("to").fill_null(date.max) > col("last")))
            .select("child_id", "m").unique()
        )
        looked_after = care.join(on_break, on=["child_id", "m"], how="anti").select(
            "m", "child_id", col("last").alias("day"), pl.lit(None, pl.Boolean).alias("in_numerator"), "team", "worker", "need"
        )
        return {
            "referrals": event(tables["referral"], "received_on"),
            "re_referrals_within_12_months": event(referrals, "received_on", again),
            "section_47_enquiries": event(tables["section_47"], "started_on"),
            "initial_conferences": event(tables["initial_conference"], "held_on"),
            "protection_plans_started": event(plans, "started_on"),
            "protection_plans_ended_after_2_years": event(
                plans.filter(col("ended_on") >= col("started_on")), "ended_on",
                (col("ended_on") - col("started_on")).dt.total_days() > 729,
            ),
            "open_protection_plans": open_plans,
            "children_looked_after": looked_after,
        }

    def spell(tables, cohort, table, to, columns):
        held = (
            tables[table].filter(col("started_on").is_not_null())
            .select("child_id", "started_on", col(to).alias("last_on"), *[col(name).alias(new) for name, new in columns.items()])
            .sort("started_on")
        )
        joined = cohort.join_asof(
            held, left_on="day", right_on="started_on", by="child_id", strategy="backward", check_sortedness=False
        )
        ended = col("last_on").fill_null(date.max) < col("day")
        return joined.with_columns(
            pl.when(ended).then(None).otherwise(col(new)).alias(new) for new in columns.values()
        ).drop("started_on", "last_on", strict=False)

    def known(tables, cohort):
        person = tables["person"].select("child_id", "born_on", "sex", "ethnicity", col("has_disability").alias("disability"))
        cohort = cohort.sort("day").join(person, on="child_id", how="left", maintain_order="left")
        cohort = spell(tables, cohort, "involvement", "ended_on", {"team": "known_team", "worker": "known_worker"})
        cohort = spell(tables, cohort, "address", "ended_on", {"postcode": "locality"})
        cohort = spell(tables, cohort, "need_episode", "closed_on", {"primary_need": "known_need"})
        cohort = spell(tables, cohort, "placement", "ended_on", {"placement_type": "placement"})
        before = (col("day").dt.month() * 32 + col("day").dt.day()) < (col("born_on").dt.month() * 32 + col("born_on").dt.day())
        age = col("day").dt.year() - col("born_on").dt.year() - before.cast(pl.Int32)
        band = pl.when(col("born_on") > col("day")).then(pl.lit("Unborn"))
        for most, label in AGES:
            band = band.when(age <= most).then(pl.lit(label))
        return cohort.with_columns(
            team=pl.coalesce("team", "known_team"),
            worker=pl.coalesce("worker", "known_worker"),
            need=pl.coalesce("need", "known_need"),
            age_band=band.otherwise(None),
            ethnicity=col("ethnicity").replace(groups(ETHNIC)),
            locality=col("locality").str.split(" ").list.first().str.to_uppercase(),
            placement=col("placement").replace(groups(PLACED)),
        )

    def run():
        figures = {}
        for council in range(1, COUNCILS + 1):
            tables = {name: pl.read_parquet(FOLDER / str(council) / f"{name}.parquet").lazy() for name in TABLES}
            asked, names = [], []
            for measure, cohort in cohorts(tables).items():
                rows = known(tables, cohort)
                for by in [[], *[[name] for name in BREAKDOWNS]]:
                    asked.append(rows.group_by("m", *by).agg(counted=pl.len(), found=col("in_numerator").sum()))
                    names.append((measure, by))
            of_council = {}
            for (measure, by), table in zip(names, pl.collect_all(asked)):
                if not by:
                    months_counted = [(0, 0)] * len(PERIODS)
                    for m, counted, found in table.iter_rows():
                        months_counted[m] = (counted, found)
                    of_council[measure] = months_counted
            figures[str(council)] = of_council
        return figures

    return "Polars", pl.__version__, run


name, version, run = {"duckdb": in_duckdb, "polars": in_polars}[LIBRARY]()
best = float("inf")
for _ in range(TIMES):
    started = time.perf_counter()
    figures = run()
    best = min(best, time.perf_counter() - started)
print(json.dumps({"name": name, "version": version, "seconds": best, "figures": figures}))
