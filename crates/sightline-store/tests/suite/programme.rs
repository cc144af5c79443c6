//! Imports in hand, and obsessions.

use sightline_domain::obsession::{CheckIn, Obsession, usual_end};
use sightline_store::{DraftFile, Error, ImportDraft, NewDraft, NewPlan, Store, Verification};

use crate::example::{added, audit, day, moment, new_plan, plan};
use crate::place::{Place, on_both};

fn new_draft(owner: &str) -> NewDraft<'_> {
    NewDraft {
        owner,
        files: vec![
            DraftFile { name: "plan.docx".to_owned(), bytes: vec![0, 255, 10, 39] },
            DraftFile { name: "measures.xlsx".to_owned(), bytes: vec![7; 100_000] },
        ],
        reading: "{}".to_owned(),
        answers: "[]".to_owned(),
    }
}

async fn begun(store: &Store, owner: &str) -> ImportDraft {
    store.begin_import(new_draft(owner), audit("plan.import")).await.unwrap()
}

fn obsession() -> Obsession {
    Obsession {
        number: 0,
        title: "Visits on time".to_owned(),
        aim: "Every child is seen when we said".to_owned(),
        actions: vec!["1.1".to_owned(), "2.1".to_owned()],
        measure: "Visits in time".to_owned(),
        baseline: "71%".to_owned(),
        owner: "Head of Service".to_owned(),
        starts_on: day("2026-09-01"),
        ends_on: usual_end(day("2026-09-01")),
        result: None,
        learning: None,
        closed_on: None,
    }
}

fn check_in(on: &str, value: &str) -> CheckIn {
    CheckIn { on: day(on), value: value.to_owned(), note: None, by: "Bea Lund".to_owned(), recorded_at: moment(3) }
}

on_both! {
    async fn an_import_in_hand_is_there_for_its_owner_alone(place: &Place) {
        let store = place.open().await;
        let draft = begun(&store, "bea").await;
        assert_eq!(draft.files, ["plan.docx", "measures.xlsx"]);
        assert_eq!(store.import_in_hand(draft.id.as_str(), "bea").await.unwrap(), draft);
        assert_eq!(store.files_in_hand(&draft.id).await.unwrap(), new_draft("bea").files);
        assert_eq!(store.imports_in_hand("bea", moment(1)).await.unwrap(), std::slice::from_ref(&draft));
        assert!(store.imports_in_hand("dan", moment(1)).await.unwrap().is_empty());
        let error = store.import_in_hand(draft.id.as_str(), "dan").await.unwrap_err();
        assert!(matches!(error, Error::UnknownDraft), "{error}");
    }

    async fn an_answer_given_in_two_windows_is_kept_once(place: &Place) {
        let store = place.open().await;
        let mut draft = begun(&store, "bea").await;
        "[1]".clone_into(&mut draft.answers);
        store.change_import(&draft, audit("plan.import")).await.unwrap();
        "[2]".clone_into(&mut draft.answers);
        let error = store.change_import(&draft, audit("plan.import")).await.unwrap_err();
        assert!(matches!(error, Error::DraftChanged), "{error}");
        let now = store.import_in_hand(draft.id.as_str(), "bea").await.unwrap();
        assert_eq!((now.answers.as_str(), now.version), ("[1]", 1));
    }

    async fn an_import_is_gone_when_it_is_saved_discarded_or_thirty_days_old(place: &Place) {
        let store = place.open().await;
        let (saved, discarded) = (begun(&store, "bea").await, begun(&store, "bea").await);
        let plan = plan();
        let new = NewPlan { draft: Some(&saved.id), ..new_plan(&plan) };
        store.add_plan(&new, audit("plan.import")).await.unwrap();
        store.discard_import(&discarded, audit("plan.import")).await.unwrap();
        assert!(store.imports_in_hand("bea", moment(1)).await.unwrap().is_empty());
        assert!(store.files_in_hand(&saved.id).await.unwrap().is_empty());

        let old = begun(&store, "bea").await;
        let later = moment(31 * 24 * 60);
        assert!(store.imports_in_hand("bea", later).await.unwrap().is_empty());
        assert_eq!(store.files_in_hand(&old.id).await.unwrap().len(), 2);
        let mut entry = audit("plan.import");
        entry.at = later;
        store.begin_import(new_draft("dan"), entry).await.unwrap();
        assert!(store.files_in_hand(&old.id).await.unwrap().is_empty());
    }

    async fn the_files_of_an_import_come_back_from_a_backup(place: &Place) {
        let store = place.open().await;
        let draft = begun(&store, "bea").await;
        let file = place.folder().join("all.backup");
        store.backup(&file, moment(5), audit("store.backup")).await.unwrap();
        let other = place.another().await;
        let restored = other.open().await;
        restored.restore(&file, audit("store.restore")).await.unwrap();
        assert_eq!(restored.files_in_hand(&draft.id).await.unwrap(), new_draft("bea").files);
        other.clear().await;
    }

    async fn an_obsession_has_actions_check_ins_and_an_end(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let lost = Obsession { actions: vec!["9.9".to_owned()], ..obsession() };
        let error = store.begin_obsession(&id, &lost, audit("obsession.manage")).await.unwrap_err();
        assert!(matches!(error, Error::UnknownAction { .. }), "{error}");

        let begun = store.begin_obsession(&id, &obsession(), audit("obsession.manage")).await.unwrap();
        for one in [check_in("2026-09-09", "74%"), check_in("2026-09-02", "70%")] {
            store.check_in(&id, begun.number, &one, audit("obsession.manage")).await.unwrap();
        }
        let closed = Obsession {
            result: Some("From 71% to 83%".to_owned()),
            learning: Some("Ask on Mondays".to_owned()),
            closed_on: Some(day("2026-10-12")),
            ..begun.clone()
        };
        store.close_obsession(&id, &closed, audit("obsession.manage")).await.unwrap();
        let (shown, check_ins) = store.obsession(&id, begun.number).await.unwrap();
        assert_eq!(shown, closed);
        assert_eq!(check_ins, [check_in("2026-09-02", "70%"), check_in("2026-09-09", "74%")]);
        assert_eq!(store.obsessions(&id).await.unwrap(), std::slice::from_ref(&closed));

        place.sql("update obsession_check_in set value = '99%'").await.unwrap_err();
        place.sql("delete from obsession_check_in").await.unwrap_err();

        let late = store.check_in(&id, begun.number, &check_in("2026-10-13", "90%"), audit("obsession.manage")).await;
        assert!(matches!(late.unwrap_err(), Error::ObsessionClosed { .. }));
        let again = store.close_obsession(&id, &closed, audit("obsession.manage")).await;
        assert!(matches!(again.unwrap_err(), Error::ObsessionClosed { .. }));
        let other = added(&store).await.id;
        assert!(matches!(store.obsession(&other, begun.number).await.unwrap_err(), Error::UnknownObsession { .. }));
        assert!(matches!(store.verify_history().await.unwrap(), Verification::Whole { .. }));
    }
}
