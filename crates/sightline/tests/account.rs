//! `sightline account`, as the operator of a machine runs it.

mod run;

use run::Run;

const ADD: &[&str] = &["account", "add", "Bea.Lund@harbour.example", "--name", "Bea Lund", "--role", "sponsor"];

#[test]
fn an_account_is_added_listed_reset_disabled_and_enabled() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    Run::inside(at, ADD).expect(0).says(&[
        "Bea Lund, sponsor (acc_",
        "7 November 2026",
        "http://127.0.0.1:8080/set-up/",
    ]);
    let again = Run::inside(at, ADD);
    again.fails("SL-S060", &["already an account"]);

    let listed = Run::inside(at, &["account", "list", "--json"]).expect(0).json();
    assert_eq!(listed[0]["email"], "bea.lund@harbour.example");
    assert_eq!((&listed[0]["role"], &listed[0]["state"]), (&"sponsor".into(), &"not_set_up".into()));
    Run::inside(at, &["account", "list", "lund", "--role", "sponsor"]).expect(0).says(&["Bea Lund", "1 account"]);
    Run::inside(at, &["account", "list", "nobody"]).expect(0).says(&["There is no such account"]);

    let first = Run::inside(at, &["account", "reset", "bea.lund@harbour.example", "--json"]).expect(0).json();
    let id = first["id"].as_str().unwrap();
    let second = Run::inside(at, &["account", "reset", id, "--json"]).expect(0).json();
    assert_ne!(first["link"], second["link"]);
    Run::inside(at, &["account", "disable", id]).expect(0).says(&["The account of Bea Lund is disabled."]);
    Run::inside(at, &["account", "reset", id]).fails("SL-A069", &["closed"]);
    Run::inside(at, &["account", "enable", id]).expect(0).says(&["enabled"]);
    Run::inside(at, &["account", "unlock", id]).expect(0).says(&["unlocked"]);
    Run::inside(at, &["account", "codes-off", id]).fails("SL-A131", &["no second factor"]);
    Run::inside(at, &["account", "disable", "nobody@harbour.example"]).fails("SL-S061", &["no such account"]);

    let history = Run::inside(at, &["history"]).expect(0);
    for action in ["account.add", "account.link", "account.disable", "account.enable", "account.unlock"] {
        assert!(history.stdout.contains(action), "{action}:\n{}", history.stdout);
    }
    assert!(!history.stdout.contains("harbour.example"), "an address is in the history:\n{}", history.stdout);
}

#[test]
fn what_will_not_do_is_said_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let add =
        |email: &str, role: &str| Run::inside(at, &["account", "add", email, "--name", "Somebody", "--role", role]);
    add("not an address", "sponsor").fails("SL-A065", &["not an e-mail address"]);
    add("hmi@example.gov.uk", "inspector").fails("SL-A067", &["last day"]);
    let run = add("a@example.gov.uk", "emperor").expect(2);
    assert!(run.stderr.contains("programme_manager"), "{}", run.stderr);
    add("a@example.gov.uk", "programme-manager").expect(0).says(&["programme manager"]);
    let inspector =
        ["account", "add", "hmi@example.gov.uk", "--name", "I", "--role", "inspector", "--until", "2027-03-27"];
    Run::inside(at, &inspector).expect(0);
    let listed = Run::inside(at, &["account", "list", "--json"]).expect(0).json();
    assert_eq!(listed.as_array().map(Vec::len), Some(2));
}

#[test]
fn settings_of_single_sign_on_are_tried() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::create_dir(at.join("data")).unwrap();
    let write = |issuer: &str| {
        let text = format!("[single_sign_on]\nissuer = \"{issuer}\"\nclient_id = \"sightline\"\n");
        std::fs::write(at.join("data/sightline.toml"), text).unwrap();
    };
    write("https://login.example/v2.0");
    Run::inside(at, &["config", "check"]).expect(0);
    write("http://login.example/v2.0");
    Run::inside(at, &["config", "check"]).fails("SL-C001", &["TLS"]);
}
