"""Asks as a program would: prepared queries, parameters, binary answers, transactions, many connections."""

import os
import sys
import threading
import time
from datetime import date
from decimal import Decimal

import psycopg
from psycopg import sql

address = sys.argv[1]


def connect(who, **more):
    return psycopg.connect(address, password=os.environ[who], connect_timeout=10, **more)


def refused(connection, state, query, *values):
    try:
        connection.execute(query, *values).fetchall()
    except psycopg.Error as error:
        assert error.sqlstate == state, (query, error.sqlstate, str(error))
        connection.rollback()
        return str(error)
    raise AssertionError(f"not refused: {query}")


# A wrong token is refused as a wrong password is.
try:
    psycopg.connect(address, password="x" * 43)
    raise AssertionError("a wrong token came in")
except psycopg.OperationalError as error:
    assert "no access token" in str(error), error

begun = time.perf_counter()
with connect("ANALYST") as analyst:
    connected = time.perf_counter() - begun
    begun = time.perf_counter()
    rows = analyst.execute("select * from figures").fetchall()
    print(f"test-wire: connected in {connected * 1000:.0f} ms; {len(rows)} figures in {time.perf_counter() - begun:.2f} s")
    begun = time.perf_counter()
    rows = analyst.execute("select * from figures").fetchall()
    print(f"test-wire: once more in {time.perf_counter() - begun:.2f} s")

    # Parameters, and answers as text and as bytes, are the same.
    measure = analyst.execute(
        "select measure from figures where breakdown = 'whole' and numerator > 0 "
        "and measure in (select measure from figures where breakdown = 'sex') "
        "group by measure order by count(*) desc, measure"
    ).fetchone()[0]
    query = "select period_from, numerator, counted, value, suppressed, value_label from figures where measure = %s and breakdown = %s order by 1"
    begun = time.perf_counter()
    plain = analyst.execute(query, (measure, "whole"), prepare=True).fetchall()
    print(f"test-wire: one measure in {(time.perf_counter() - begun) * 1000:.0f} ms ({len(plain)} months)")
    binary = analyst.execute(query, (measure, "whole"), binary=True).fetchall()
    assert plain == binary and len(plain) > 5, (plain, binary)
    day, numerator, counted, value, suppressed, label = plain[-1]
    assert isinstance(day, date) and isinstance(value, Decimal) and suppressed is False and label is None, plain[-1]
    assert numerator <= counted
    assert abs(value - Decimal(100 * numerator) / counted) <= Decimal("0.1"), plain[-1]
    one = analyst.execute("select count(*) from figures where period_from >= %s and counted > %s", (date(2020, 1, 1), 3)).fetchone()
    assert one[0] > 0
    assert analyst.execute("select measure from figures where measure = %s", ("a-literal-that-is-looked-for",)).fetchall() == []
    assert analyst.execute(sql.SQL("select measure from measures limit {}").format(3)).rowcount == 3

    # What is wrong is said, and the connection goes on.
    refused(analyst, "25006", "update figures set value = 1")
    refused(analyst, "25006", "drop table figures")
    refused(analyst, "42601", "selec 1")
    assert "where measure" in refused(analyst, "22023", "select * from measure_children")
    assert analyst.execute("select 1").fetchone() == (1,)

    # psycopg keeps a hundred prepared queries and has the server forget the others.
    for number in range(300):
        assert analyst.execute(f"select {number}", prepare=True).fetchone() == (number,)

    # A query is stopped from another connection.
    threading.Timer(0.5, analyst.cancel_safe).start()
    refused(analyst, "57014", "select sum(a.counted * b.counted) from figures a, figures b, figures c")

    # Children: those of an analyst with every team.
    lists = analyst.execute("select case_list, team, about from case_list_rows").fetchall()
    assert lists, "the demonstration has nothing to be done"
    children = analyst.execute("select about, team, in_numerator from measure_children where measure = %s", (measure,)).fetchall()
    whole = analyst.execute(
        "select counted from figures where measure = %s and breakdown = 'whole' order by period_to desc limit 1", (measure,)
    ).fetchone()
    assert sum(within is not None for _, _, within in children) == whole[0], (len(children), whole)

with connect("TEAM_MANAGER") as manager:
    own = manager.execute("select case_list, team, about from case_list_rows").fetchall()
    assert {team for _, team, _ in own} <= {"Safeguarding North", "Assessment North"}, {team for _, team, _ in own}
    assert set(own) < set(lists), (len(own), len(lists))
    hidden = manager.execute("select count(*) from figures where suppressed").fetchone()[0]
    assert hidden == 0

with connect("LEAD") as lead:
    hidden = lead.execute("select count(*), count(value), count(counted), count(numerator) from figures where suppressed").fetchone()
    assert hidden[0] > 0 and hidden[1:] == (0, 0, 0), hidden
    smallest = lead.execute("select min(counted) from figures where counted > 0").fetchone()[0]
    analysts = min(row[7] for row in rows if row[7])
    assert smallest > analysts, (smallest, analysts)
    refused(lead, "42P01", "select * from case_list_rows")

# As many connections as there may be, and one more.
several = [connect("ANALYST") for _ in range(4)]
try:
    connect("ANALYST")
    raise AssertionError("a fifth connection came in")
except psycopg.OperationalError as error:
    assert "the most that there may be" in str(error), error
for connection in several:
    connection.close()
for _ in range(50):
    try:
        connect("ANALYST").close()
        break
    except psycopg.OperationalError:
        time.sleep(0.1)
else:
    raise AssertionError("there is no room again")
