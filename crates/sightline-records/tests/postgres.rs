//! Records read from a real PostgreSQL; `make test-postgres` gives its address in `TEST_POSTGRES_URL`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use postgres::{Client, NoTls};
use sightline_records::{Database, Definitions, Error, Postgres, Question, read_database};

/// The address of the server, when there is one.
#[expect(clippy::disallowed_methods, reason = "a test may ask where the server is")]
fn address() -> Option<String> {
    let address = std::env::var("TEST_POSTGRES_URL").ok();
    if address.is_none() {
        eprintln!("passed without reading anything: TEST_POSTGRES_URL is not set");
    }
    address
}

/// A schema of its own with two tables of SSD, one of another system, and a view that fails half-way.
fn prepare(address: &str, schema: &str) -> Client {
    let mut client = Client::connect(address, NoTls).unwrap();
    let script = format!(
        "drop schema if exists {schema} cascade; create schema {schema}; set search_path to {schema};
         create table ssd_contacts (cont_contact_id text, cont_person_id text, cont_contact_date timestamp,
             cont_contact_source_code text, cont_contact_source_desc text, cont_contact_outcome_json text);
         insert into ssd_contacts values
             ('C1', '0042', '2026-04-03 10:30:00', '1A', E'said \"so\",\\nin two lines', null),
             ('C2', '0043', '1899-01-01', '1A', 'Café – £5', '{{\"a\": 1}}'),
             ('C3', null, '2026-04-05', '1A', '', null);
         create table ssd_person (pers_person_id text, pers_sex text, pers_gender text, pers_ethnicity text,
             pers_dob date, pers_is_mother boolean, pers_send_flag boolean, pers_nationality text);
         insert into ssd_person values ('0042', 'F', null, 'WBRI', '2015-02-01', true, false, 'GBR');
         create table parking (plate text);
         create view planted as select ('Planted ' || pers_person_id)::int from ssd_person;"
    );
    client.batch_execute(&script).unwrap();
    client
}

fn definitions() -> Definitions {
    Definitions::built_in().unwrap()
}

#[test]
fn tables_of_a_schema_become_record_tables() {
    let Some(address) = address() else { return };
    prepare(&address, "records_whole");
    let definitions = definitions();
    let mut database = Postgres::connect(&address).unwrap();
    let questions = Question::of_schema(&definitions, &mut database, "records_whole").unwrap();
    let names: Vec<&str> = questions.iter().map(|question| question.name.as_str()).collect();
    assert_eq!(names, ["ssd_contacts", "ssd_person"]);
    let records = read_database(&definitions, &mut database, &questions).unwrap();
    assert_eq!(records.len(), 1);
    let reading = &records[0].reading;
    assert_eq!((reading.rows_in(), reading.rows_kept(), reading.rows_set_aside()), (4, 2, 2));
    assert_eq!((reading.tables["contact"].rows, reading.tables["person"].rows), (1, 1));
    assert_eq!(reading.sources[0].file, "ssd_contacts");
    let places: Vec<String> = reading.findings.iter().map(ToString::to_string).collect();
    assert!(
        places.iter().any(|place| place.starts_with("ssd_contacts, row 3") && place.contains("SL-R051")),
        "{places:?}"
    );
}

#[test]
fn all_tables_are_as_at_one_moment_and_nothing_can_be_changed() {
    let Some(address) = address() else { return };
    let mut other = prepare(&address, "records_moment");
    let definitions = definitions();
    let mut database = Postgres::connect(&address).unwrap();
    let questions = Question::of_schema(&definitions, &mut database, "records_moment").unwrap();
    other.batch_execute("delete from records_moment.ssd_person; delete from records_moment.ssd_contacts").unwrap();
    let records = read_database(&definitions, &mut database, &questions).unwrap();
    assert_eq!(records[0].reading.rows_in(), 4, "as when it was first asked");

    let mut database = Postgres::connect(&address).unwrap();
    let delete = Question { name: "x".into(), select: "delete from records_moment.parking returning *".into() };
    let error = database.ask(&delete).err().unwrap();
    assert_eq!(error.code(), "SL-R131");
    assert!(error.to_string().contains("only reading is allowed"), "{error}");
}

#[test]
fn what_the_server_says_is_not_repeated() {
    let Some(address) = address() else { return };
    prepare(&address, "records_words");
    let definitions = definitions();
    let ask = |select: &str| -> Error {
        let mut database = Postgres::connect(&address).unwrap();
        let question = Question { name: "ours".into(), select: select.into() };
        read_database(&definitions, &mut database, &[question]).unwrap_err()
    };
    let error = ask("select * from records_words.planted");
    assert_eq!(error.to_string(), "reading ours failed: it was refused (SQLSTATE 22P02)");
    assert!(!format!("{error:?}").contains("Planted"));
    for (select, words) in [
        ("select * from records_words.nowhere", "a table of the question is not there"),
        ("select nothing from records_words.parking", "a column of the question is not there"),
        ("selec", "cannot be understood"),
        ("select 1; drop table records_words.parking", "cannot be understood"),
    ] {
        let error = ask(select);
        assert!(error.to_string().contains(words), "{error}");
    }
    let error = ask("select * from records_words.parking");
    assert_eq!(error.code(), "SL-R002", "{error}");
}

#[test]
fn a_database_that_is_not_there_is_said_without_its_address() {
    for address in ["postgres://someone:secret@localhost:1/nowhere", "no address at all"] {
        let error = Postgres::connect(address).unwrap_err();
        assert_eq!(error.code(), "SL-R131");
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
    let Some(address) = address() else { return };
    let mut database = Postgres::connect(&address).unwrap();
    let error = Question::of_schema(&definitions(), &mut database, "nowhere").unwrap_err();
    assert!(error.to_string().contains("no table or view"), "{error}");
}
