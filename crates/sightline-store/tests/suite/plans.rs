//! Adding and finding plans.

use sightline_domain::plan::Plan;
use sightline_store::{AuditFilter, Error, NewPlan};

use crate::example::{action, added, audit, day, new_plan, plan, problems, source, update};
use crate::place::{Place, on_both};

on_both! {
    async fn a_plan_comes_back_as_it_was_added(place: &Place) {
        let store = place.open().await;
        let (plan, problems) = (plan(), problems());
        let sources = vec![source("plan.docx", 1), source("measures.xlsx", 2)];
        let new = NewPlan { sources: sources.clone(), problems: &problems, ..new_plan(&plan) };
        let summary = store.add_plan(&new, audit("plan.import")).await.unwrap();

        assert_eq!(summary.handle, "harbour-2026");
        assert_eq!((summary.actions, summary.priorities), (3, 2));
        assert_eq!(summary.source_files, sources);
        assert_eq!(store.current_plan(&summary.id).await.unwrap(), plan);
        let as_at = store.plan_as_at(&summary.id, day("2026-11-20")).await.unwrap();
        assert_eq!(as_at.plan, plan);
        assert!(as_at.latest_updates.is_empty());
        assert_eq!(store.problems(&summary.id).await.unwrap(), problems);
        assert_eq!(store.plans().await.unwrap(), std::slice::from_ref(&summary));
        assert_eq!(store.find_plan("harbour-2026").await.unwrap(), summary);
    }

    async fn a_plan_with_nothing_in_it_comes_back_too(place: &Place) {
        let store = place.open().await;
        let summary = store.add_plan(&new_plan(&Plan::default()), audit("plan.import")).await.unwrap();
        assert_eq!(summary.handle, "plan-2026");
        assert_eq!(store.plan_as_at(&summary.id, day("2026-11-20")).await.unwrap().plan, Plan::default());
    }

    async fn a_large_plan_comes_back_in_order(place: &Place) {
        let store = place.open().await;
        let mut large = plan();
        large.actions = (0..3000).map(|number| action(&format!("{}", 3000 - number), "1")).collect();
        let summary = store.add_plan(&new_plan(&large), audit("plan.import")).await.unwrap();
        assert_eq!(store.current_plan(&summary.id).await.unwrap(), large);
        assert_eq!(summary.actions, 3000);
    }

    async fn the_same_files_are_imported_once_unless_asked(place: &Place) {
        let store = place.open().await;
        let plan = plan();
        let with = |sources: Vec<_>, allow_again| NewPlan { sources, allow_again, ..new_plan(&plan) };
        let both = vec![source("a.docx", 1), source("b.docx", 2)];
        store.add_plan(&with(both.clone(), false), audit("plan.import")).await.unwrap();

        // The name and the order of the files do not matter; what is in them does.
        let renamed = vec![source("copy of b.docx", 2), source("copy of a.docx", 1)];
        let error = store.add_plan(&with(renamed, false), audit("plan.import")).await.unwrap_err();
        assert!(matches!(&error, Error::AlreadyImported { handle } if handle == "harbour-2026"), "{error}");
        store.add_plan(&with(vec![source("a.docx", 1)], false), audit("plan.import")).await.unwrap();
        let again = store.add_plan(&with(both, true), audit("plan.import")).await.unwrap();
        assert_eq!(again.handle, "harbour-2026-3");
        assert_eq!(store.plans().await.unwrap().len(), 3);
    }

    async fn a_handle_can_be_chosen_and_is_never_given_twice(place: &Place) {
        let store = place.open().await;
        let plan = plan();
        let named = |handle| NewPlan { handle: Some(handle), ..new_plan(&plan) };
        assert_eq!(store.add_plan(&named("hub"), audit("plan.import")).await.unwrap().handle, "hub");
        let error = store.add_plan(&named("hub"), audit("plan.import")).await.unwrap_err();
        assert!(matches!(error, Error::HandleTaken { .. }), "{error}");
        for bad in ["", "Hub", "1hub", "hub/2", "hub-", "a b", &"h".repeat(41)] {
            let error = store.add_plan(&named(bad), audit("plan.import")).await.unwrap_err();
            assert!(matches!(error, Error::HandleInvalid { .. }), "{bad}: {error}");
        }
        assert_eq!(store.plans().await.unwrap().len(), 1);
    }

    async fn a_plan_is_found_by_identifier_handle_or_beginning(place: &Place) {
        let store = place.open().await;
        let plan = plan();
        for handle in ["harbour", "harbour-2025", "harbour-2026", "westmoor-2026"] {
            store.add_plan(&NewPlan { handle: Some(handle), ..new_plan(&plan) }, audit("plan.import")).await.unwrap();
        }
        let west = store.find_plan("west").await.unwrap();
        assert_eq!(west.handle, "westmoor-2026");
        assert_eq!(store.find_plan(west.id.as_str()).await.unwrap(), west);
        assert_eq!(store.find_plan(" Harbour ").await.unwrap().handle, "harbour");
        assert_eq!(store.find_plan("harbour-2025").await.unwrap().handle, "harbour-2025");

        let error = store.find_plan("harb").await.unwrap_err();
        let Error::AmbiguousPlan { candidates, .. } = error else { panic!("{error}") };
        assert_eq!(candidates, ["harbour", "harbour-2025", "harbour-2026"]);
        let error = store.find_plan("westmore-2026").await.unwrap_err();
        let Error::UnknownPlan { near, .. } = &error else { panic!("{error}") };
        assert_eq!(near, &["westmoor-2026"]);
        assert!(error.help().contains("westmoor-2026"));
        for nothing in ["", "   ", "%", "_", "pln_01ARZ3NDEKTSV4RRFFQ69G5FAV"] {
            let error = store.find_plan(nothing).await.unwrap_err();
            assert!(matches!(error, Error::UnknownPlan { .. }), "{nothing}: {error}");
        }
    }

    async fn what_cannot_be_saved_leaves_nothing_and_the_next_plan_is_saved(place: &Place) {
        let store = place.open().await;
        let mut twice = plan();
        twice.actions.push(action("1.2", "2"));
        let error = store.add_plan(&new_plan(&twice), audit("plan.import")).await.unwrap_err();
        assert!(matches!(&error, Error::ReferenceTwice { reference } if reference == "1.2"), "{error}");
        let mut with_nul = plan();
        with_nul.title.push('\0');
        let error = store.add_plan(&new_plan(&with_nul), audit("plan.import")).await.unwrap_err();
        assert!(matches!(error, Error::Unstorable { .. }), "{error}");
        let mut long = plan();
        long.actions[0].reference = "1".repeat(5000);
        assert!(store.add_plan(&new_plan(&long), audit("plan.import")).await.is_err());
        // Refused at the very end, when everything else is written.
        let mut entry = audit("plan.import");
        entry.actor.push('\0');
        assert!(store.add_plan(&new_plan(&plan()), entry).await.is_err());

        assert!(store.plans().await.unwrap().is_empty());
        assert!(store.audit_log(&AuditFilter::default()).await.unwrap().is_empty());
        added(&store).await;
        assert_eq!(store.plans().await.unwrap().len(), 1);
    }

    async fn lists_of_plans_show_the_latest_import_first_and_the_last_update(place: &Place) {
        let store = place.open().await;
        let plan = plan();
        let early = NewPlan { on: day("2026-01-05"), ..new_plan(&plan) };
        store.add_plan(&NewPlan { handle: Some("second"), ..new_plan(&plan) }, audit("plan.import")).await.unwrap();
        let early = store.add_plan(&early, audit("plan.import")).await.unwrap();
        store.add_plan(&NewPlan { handle: Some("third"), ..new_plan(&plan) }, audit("plan.import")).await.unwrap();
        let updates = [update("1.1", "2026-12-01", "later"), update("1.2", "2026-11-30", "earlier")];
        store.record_updates(&early.id, &updates, audit("plan.update")).await.unwrap();

        let listed = store.plans().await.unwrap();
        let handles: Vec<_> = listed.iter().map(|plan| plan.handle.as_str()).collect();
        assert_eq!(handles, ["third", "second", "harbour-2026"]);
        assert_eq!(listed[2].last_update_on, Some(day("2026-12-01")));
        assert_eq!(listed[0].last_update_on, None);
    }

    async fn a_plan_that_is_not_there_is_an_error_everywhere(place: &Place) {
        let store = place.open().await;
        added(&store).await;
        let nobody = "pln_01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap();
        let unknown = |error: Error| assert!(matches!(error, Error::UnknownPlan { .. }), "{error}");
        unknown(store.plan_as_at(&nobody, day("2026-11-20")).await.unwrap_err());
        unknown(store.current_plan(&nobody).await.unwrap_err());
        let updates = [update("1.1", "2026-12-01", "")];
        unknown(store.record_updates(&nobody, &updates, audit("plan.update")).await.unwrap_err());
        unknown(store.add_baseline(&nobody, "First", day("2026-11-20"), audit("x")).await.unwrap_err());
        assert!(store.updates(&nobody, None, None, None).await.unwrap().is_empty());
    }
}
