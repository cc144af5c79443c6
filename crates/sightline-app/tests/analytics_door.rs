//! The door for analytics by itself, with rows made up here and a client that speaks PostgreSQL's protocol.

#![expect(clippy::unwrap_used, reason = "what every test stands on; a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::NaiveDate;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use postgres::{Client, Config, NoTls};
use sightline_engine::wire::{Refusal, Wanted, Wire, WireDoor, WireError, WireGuest, WireSettings, WireTable};
use sightline_engine::{Column, ColumnShape, ColumnType, Rows, TableShape};
use tokio::sync::oneshot;

const TOKEN: &str = "the-token";

/// One table of three measures, and what was asked of it.
#[derive(Default)]
struct House {
    asked: Mutex<Vec<Wanted>>,
    is_closed: AtomicBool,
    entered: AtomicUsize,
}

struct Guest(Arc<House>);
struct Door(Arc<House>);

impl WireDoor for Door {
    fn enter<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Arc<dyn WireGuest>, Refusal>> {
        async move {
            if token != TOKEN {
                return Err(WireError::Token.into());
            }
            self.0.entered.fetch_add(1, Ordering::SeqCst);
            Ok(Arc::new(Guest(Arc::clone(&self.0))) as Arc<dyn WireGuest>)
        }
        .boxed()
    }
}

impl WireGuest for Guest {
    fn called(&self) -> String {
        "analyst".to_owned()
    }

    fn tables(&self) -> Vec<WireTable> {
        let column =
            |name: &str, holds| ColumnShape { name: name.to_owned(), holds, codes: None, meaning: name.to_owned() };
        let columns = vec![
            column("measure", ColumnType::Text),
            column("on_day", ColumnType::Date),
            column("counted", ColumnType::WholeNumber),
            column("value", ColumnType::Decimal),
            column("suppressed", ColumnType::YesNo),
        ];
        let shape = TableShape { title: "Figures".to_owned(), columns };
        vec![WireTable { name: "figures", shape, chosen_by: &["measure"] }]
    }

    fn still_here(&self) -> BoxFuture<'_, Result<(), Refusal>> {
        let is_closed = self.0.is_closed.load(Ordering::SeqCst);
        async move { if is_closed { Err(WireError::Token.into()) } else { Ok(()) } }.boxed()
    }

    fn rows<'a>(
        &'a self,
        _: &'a str,
        wanted: &'a Wanted,
        take: &'a mut (dyn FnMut(Rows) + Send),
    ) -> BoxFuture<'a, Result<(), Refusal>> {
        self.0.asked.lock().unwrap().push(wanted.clone());
        for (number, measure) in (1..).zip(["a", "b", "c"]) {
            let columns = vec![
                ("measure".to_owned(), Column::Text(vec![Some(measure.to_owned()); 2])),
                ("on_day".to_owned(), Column::Date(vec![NaiveDate::from_ymd_opt(2026, 2, 28), None])),
                ("counted".to_owned(), Column::Whole(vec![Some(number), None])),
                ("value".to_owned(), Column::Decimal(vec![Some(833_000 + i128::from(number)), None])),
                ("suppressed".to_owned(), Column::YesNo(vec![Some(false), Some(true)])),
            ];
            take(Rows { columns });
        }
        async { Ok(()) }.boxed()
    }
}

/// A served door; it is stopped when dropped.
struct Served {
    house: Arc<House>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Served {
    fn with(change: impl FnOnce(&mut WireSettings)) -> Self {
        let house = Arc::new(House::default());
        let mut settings = WireSettings {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            grace: Duration::from_secs(2),
            ..WireSettings::default()
        };
        change(&mut settings);
        let (stop, stopped) = oneshot::channel();
        let (tell, told) = std::sync::mpsc::channel();
        let door = Door(Arc::clone(&house));
        let thread = std::thread::spawn(move || {
            tokio::runtime::Runtime::new().unwrap().block_on(async {
                let wire = Wire::begin(settings, Arc::new(door)).await.unwrap();
                tell.send(wire.address).unwrap();
                wire.answer(async { drop(stopped.await) }).await;
            });
        });
        Self { house, address: told.recv().unwrap(), stop: Some(stop), thread: Some(thread) }
    }

    fn new() -> Self {
        Self::with(|_| {})
    }

    fn try_connect(&self, token: &str) -> Result<Client, postgres::Error> {
        let mut config = Config::new();
        config.host("127.0.0.1").port(self.address.port()).user("anybody").password(token).dbname("sightline");
        config.connect(NoTls)
    }

    fn connect(&self) -> Client {
        self.try_connect(TOKEN).unwrap()
    }

    fn asked(&self) -> Vec<Wanted> {
        std::mem::take(&mut self.house.asked.lock().unwrap())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

fn state(error: &postgres::Error) -> String {
    error.as_db_error().map(|error| error.code().code().to_owned()).unwrap_or_default()
}

#[test]
fn rows_come_as_their_types_with_parameters_and_without() {
    let served = Served::new();
    let mut client = served.connect();
    let query = "select on_day, counted, suppressed, measure from figures where measure = $1 and counted = $2";
    let rows = client.query(query, &[&"b", &2_i64]).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].get::<_, i64>(1), rows[0].get::<_, bool>(2), rows[0].get::<_, &str>(3)), (2, false, "b"));
    let nulls = client.query("select on_day, counted from figures where suppressed", &[]).unwrap();
    assert!(nulls.iter().all(|row| row.get::<_, Option<i64>>(1).is_none()));
    let texts = client.simple_query("select on_day, value, suppressed from figures where counted = 1").unwrap();
    let text = texts.iter().find_map(|message| match message {
        postgres::SimpleQueryMessage::Row(row) => {
            Some((0..3).map(|at| row.get(at).unwrap().to_owned()).collect::<Vec<_>>())
        }
        _ => None,
    });
    assert_eq!(text.unwrap(), ["2026-02-28", "83.3001", "f"]);
}

#[test]
fn a_query_makes_only_the_rows_of_the_measures_that_it_names() {
    let served = Served::new();
    let mut client = served.connect();
    let mut wanted = |sql: &str| {
        client.simple_query(sql).unwrap();
        let asked = served.asked();
        assert_eq!(asked.len(), 1, "{sql}");
        asked[0].get("measure").cloned()
    };
    let of = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>());
    assert_eq!(wanted("select * from figures where measure = 'a'"), of(&["a"]));
    assert_eq!(wanted("select * from figures where measure in ('a', 'b') and counted > 1"), of(&["a", "b"]));
    assert_eq!(wanted("select * from figures where 'a' = measure or measure = 'c'"), of(&["a", "c"]));
    assert_eq!(wanted("select * from figures where measure = 'a' or counted = 1"), None);
    assert_eq!(wanted("select * from figures where measure <> 'a'"), None);
    // Preparing a query reads nothing.
    client.prepare("select * from figures").unwrap();
    assert!(served.asked().is_empty());
}

#[test]
fn nothing_can_be_changed_made_or_read_from_elsewhere() {
    let served = Served::new();
    let mut client = served.connect();
    for sql in [
        "insert into figures values ('a')",
        "update figures set counted = 1",
        "delete from figures",
        "drop table figures",
        "create table mine as select 1",
        "create view mine as select 1",
        "create external table mine stored as csv location '/etc/passwd'",
        "copy figures to '/tmp/figures'",
        "copy (select 1) to program 'true'",
        "set role postgres",
        "explain select * from figures",
        "declare c cursor for select 1",
        "do $$ begin end $$",
    ] {
        let error = client.simple_query(sql).unwrap_err();
        assert!(["25006", "42601"].contains(&state(&error).as_str()), "{sql}: {error:?}");
    }
    for sql in ["select * from '/etc/passwd'", "select * from \"/etc/passwd\"", "select pg_read_file('/etc/passwd')"] {
        assert!(client.simple_query(sql).is_err(), "{sql}");
    }
    assert!(served.asked().is_empty(), "a refused statement read rows");
    client.simple_query("set application_name = 'x'; begin; select 1; commit").unwrap();
}

#[test]
fn a_failed_query_of_a_transaction_has_to_be_rolled_back() {
    let served = Served::new();
    let mut client = served.connect();
    client.simple_query("begin").unwrap();
    client.simple_query("select nonsense").unwrap_err();
    assert_eq!(state(&client.simple_query("select 1").unwrap_err()), "25P02");
    client.simple_query("rollback").unwrap();
    client.simple_query("select 1").unwrap();
}

#[test]
fn a_wrong_token_stays_outside_and_one_taken_back_ends_at_the_next_query() {
    let served = Served::new();
    assert_eq!(state(&served.try_connect("wrong").err().unwrap()), "28P01");
    let mut client = served.connect();
    client.simple_query("select 1").unwrap();
    served.house.is_closed.store(true, Ordering::SeqCst);
    assert_eq!(state(&client.simple_query("select 1").unwrap_err()), "28P01");
    assert!(client.simple_query("select 1").is_err());
    assert_eq!(served.house.entered.load(Ordering::SeqCst), 1);
}

#[test]
fn a_query_is_stopped_when_it_takes_too_long_or_too_much() {
    let many = "figures a, figures b, figures c, figures d, figures e, figures f, figures g, figures h, figures i";
    let slow = Served::with(|settings| settings.query = Duration::from_secs(1));
    let mut client = slow.connect();
    let error = client
        .simple_query(&format!("select sum(a.counted * b.counted) from {many}, figures j, figures k"))
        .unwrap_err();
    assert_eq!(state(&error), "57014", "{error:?}");
    client.simple_query("select 1").unwrap();
    let small = Served::with(|settings| settings.memory_mib = 1);
    let error = small.connect().simple_query(&format!("select distinct a.counted + random() from {many}")).unwrap_err();
    assert_eq!(state(&error), "57014", "{error:?}");
}

#[test]
fn there_is_room_for_so_many_and_whoever_is_idle_is_sent_away() {
    let served = Served::with(|settings| {
        settings.connections = 1;
        settings.idle = Duration::from_millis(300);
    });
    let mut first = served.connect();
    assert_eq!(state(&served.try_connect(TOKEN).err().unwrap()), "53300");
    std::thread::sleep(Duration::from_millis(700));
    assert!(first.simple_query("select 1").is_err());
    served.connect().simple_query("select 1").unwrap();
}

#[test]
fn a_stop_ends_connections_that_wait() {
    let mut served = Served::new();
    let mut client = served.connect();
    client.simple_query("select 1").unwrap();
    drop(served.stop.take());
    served.thread.take().unwrap().join().unwrap();
    assert!(client.simple_query("select 1").is_err());
}

#[test]
fn programs_find_their_way_round() {
    let served = Served::new();
    let mut client = served.connect();
    let mut one = |sql: &str| {
        let messages = client.simple_query(sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        let row = messages.into_iter().find_map(|message| match message {
            postgres::SimpleQueryMessage::Row(row) => Some(row.get(0).unwrap_or("null").to_owned()),
            _ => None,
        });
        row.unwrap_or_default()
    };
    assert_eq!(one("select version()"), "PostgreSQL 13.0 (Sightline)");
    assert_eq!(one("select current_database()"), "sightline");
    assert_eq!(one("show transaction isolation level"), "read committed");
    assert_eq!(one("select table_name from information_schema.tables"), "figures");
    assert_eq!(
        one(
            "select pg_catalog.format_type(a.atttypid, a.atttypmod) from pg_catalog.pg_attribute a where a.attname = 'value'"
        ),
        "numeric"
    );
    // What a driver asks for types, joined as it joins them.
    let types = "select ns.nspname, t.oid, t.typname from pg_type as t join pg_namespace as ns on ns.oid = t.typnamespace \
                 left join pg_class as cls on cls.oid = t.typrelid left join pg_proc as proc on proc.oid = t.typreceive \
                 left join pg_range on pg_range.rngtypid = t.oid where t.typtype in ('b', 'r', 'e') order by t.typname";
    assert_eq!(one(types), "pg_catalog");
}

/// A message of the protocol; `kind` is none for the first.
fn message(kind: Option<u8>, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).unwrap().to_be_bytes();
    [kind.as_slice(), &length, body].concat()
}

/// The first message of a client.
fn start() -> Vec<u8> {
    message(None, &[&196_608_u32.to_be_bytes()[..], b"user\0x\0\0"].concat())
}

/// What is answered to `parts`, which are sent one after the other, and then nothing more.
fn answer_to(served: &Served, parts: &[&[u8]]) -> Vec<u8> {
    let mut stream = TcpStream::connect(served.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    for part in parts {
        // Whoever hears nonsense may close before all of it was said.
        let _ = stream.write_all(part);
    }
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

fn holds(answer: &[u8], words: &str) -> bool {
    answer.windows(words.len()).any(|part| part == words.as_bytes())
}

#[test]
fn what_is_no_protocol_harms_nobody() {
    let served = Served::new();
    let (start, password) = (start(), message(Some(b'p'), format!("{TOKEN}\0").as_bytes()));
    let wrong: [&[u8]; 11] = [
        b"GET / HTTP/1.1\r\n\r\n",
        &[0; 64],
        &[0xFF; 64],
        &[0, 0, 0, 8, 0, 9, 0, 0],
        &[0, 0, 0, 4],
        &[0, 0, 0, 7, 1, 2, 3],
        // A query before the password, and messages that are shorter than they say or end elsewhere.
        &message(Some(b'Q'), b"select 1\0"),
        &message(Some(b'P'), b"\0select 1\0\0\x09"),
        &message(Some(b'B'), b"\0\0\0\0\0\x01\0\0\xFF\xFFx\0\0"),
        &message(Some(b'D'), b""),
        &message(Some(b'S'), b"more"),
    ];
    for bytes in wrong {
        for before in [&[][..], &start] {
            let answer = answer_to(&served, &[before, bytes]);
            assert!(!holds(&answer, "SELECT 1"), "{bytes:?}");
        }
    }
    assert_eq!(served.house.entered.load(Ordering::SeqCst), 0);
    for bytes in &wrong[7..] {
        assert!(holds(&answer_to(&served, &[&start, &password, bytes]), "C08P01\0"), "{bytes:?}");
    }
    served.connect().simple_query("select 1").unwrap();
}

#[test]
fn messages_are_no_longer_than_they_may_be() {
    let served = Served::new();
    let (start, password) = (start(), message(Some(b'p'), format!("{TOKEN}\0").as_bytes()));
    let long_word = |kind, length: u32| [&[kind][..], &length.to_be_bytes()].concat();
    // Nobody waits for the rest of what is too long.
    assert!(holds(&answer_to(&served, &[&start, &long_word(b'p', 20_000)]), "C08P01\0"));
    assert!(holds(&answer_to(&served, &[&start, &password, &long_word(b'Q', 2_000_000)]), "C08P01\0"));
    let nearly = format!("select 1 as a -- {}\0", "x".repeat(1_000_000));
    let answer = answer_to(&served, &[&start, &password, &message(Some(b'Q'), nearly.as_bytes())]);
    assert!(holds(&answer, "SELECT 1\0"));
}

#[test]
fn formats_are_given_for_each_value_and_column_or_for_none() {
    let served = Served::new();
    let (start, password) = (start(), message(Some(b'p'), format!("{TOKEN}\0").as_bytes()));
    let parse = message(Some(b'P'), b"\0select 1, $1\0\0\0");
    let sync = message(Some(b'S'), b"");
    let query = message(Some(b'Q'), b"select 7\0");
    let bind = |body: &[u8]| {
        let bind = message(Some(b'B'), body);
        answer_to(&served, &[&start, &password, &parse, &bind, &sync, &query])
    };
    let value = b"\0\x01\0\0\0\x01x";
    for (formats, results) in [(&b"\0\x02\0\0\0\0"[..], &b"\0\0"[..]), (b"\0\0", b"\0\x03\0\0\0\0\0\0")] {
        let answer = bind(&[b"\0\0", formats, value, results].concat());
        assert!(holds(&answer, "C08P01\0") && holds(&answer, "SELECT 1\0"), "{formats:?} {results:?}");
    }
    let answer = bind(&[&b"\0\0\0\x01\0\0"[..], value, b"\0\x02\0\0\0\0"].concat());
    assert!(!holds(&answer, "C08P01\0") && holds(&answer, "SELECT 1\0"));
}

#[test]
fn rows_come_in_parts_when_a_program_asks_for_so_many() {
    let served = Served::new();
    let mut client = served.connect();
    let mut transaction = client.transaction().unwrap();
    let portal = transaction.bind("select counted from figures order by counted", &[]).unwrap();
    let mut part = |most| transaction.query_portal(&portal, most).unwrap().len();
    assert_eq!([part(4), part(1), part(i32::MAX), part(0)], [4, 1, 1, 0]);
    transaction.commit().unwrap();
}

#[test]
fn statements_of_one_text_are_answered_up_to_the_one_that_fails() {
    let served = Served::new();
    let start = [start(), message(Some(b'p'), format!("{TOKEN}\0").as_bytes())].concat();
    let query = message(Some(b'Q'), b"begin; select 41 + 1; select nonsense; select 43\0");
    let answer = answer_to(&served, &[&start, &query]);
    assert!(holds(&answer, "BEGIN\0") && holds(&answer, "42") && holds(&answer, "ERROR\0"));
    assert!(!holds(&answer, "43"));
    assert_eq!(answer.last(), Some(&b'E'), "the transaction has failed");
}

#[test]
fn a_client_has_so_many_prepared_statements_and_gives_them_back() {
    let served = Served::new();
    let mut client = served.connect();
    let mut prepared = Vec::new();
    let error = loop {
        match client.prepare("select 1") {
            Ok(one) => prepared.push(one),
            Err(error) => break error,
        }
    };
    assert_eq!((state(&error).as_str(), prepared.len()), ("57014", 256));
    prepared.truncate(200);
    client.simple_query("select 1").unwrap();
    client.query("select counted from figures where measure = $1", &[&"a"]).unwrap();
}

#[test]
fn a_program_may_stop_its_query_and_nobody_elses() {
    let served = Served::new();
    let (mut client, other) = (served.connect(), served.connect());
    let (mine, others) = (client.cancel_token(), other.cancel_token());
    let stopping = std::thread::spawn(move || {
        for token in [others, mine] {
            std::thread::sleep(Duration::from_millis(500));
            token.cancel_query(NoTls).unwrap();
        }
    });
    let many = ["b", "c", "d", "e", "f", "g", "h", "i", "j", "k"].map(|name| format!(", figures {name}")).concat();
    let begun = std::time::Instant::now();
    let error = client.simple_query(&format!("select sum(a.counted * b.counted) from figures a{many}")).unwrap_err();
    assert_eq!(state(&error), "57014", "{error:?}");
    assert!(begun.elapsed() >= Duration::from_millis(900), "another's query was stopped");
    stopping.join().unwrap();
    client.simple_query("select 1").unwrap();
}

#[test]
fn other_machines_need_a_certificate() {
    let settings = WireSettings { address: SocketAddr::from(([0, 0, 0, 0], 0)), ..WireSettings::default() };
    let door = Arc::new(Door(Arc::default()));
    let begun = tokio::runtime::Runtime::new().unwrap().block_on(Wire::begin(settings.clone(), door.clone()));
    assert_eq!(begun.unwrap_err().code(), "SL-M072");
    let nowhere = Some(("/nowhere/tls.pem".into(), "/nowhere/tls.key".into()));
    let settings = WireSettings { tls: nowhere, ..settings };
    let begun = tokio::runtime::Runtime::new().unwrap().block_on(Wire::begin(settings, door));
    assert_eq!(begun.unwrap_err().code(), "SL-M071");
}
