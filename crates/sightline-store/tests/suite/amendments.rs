//! Amendments, and the plan as it was.

use sightline_domain::history::Amendment;
use sightline_domain::plan::{Action, ActionState};
use sightline_store::{Error, PlanId, Store};

use crate::example::{action, added, amendment, audit, day, plan, update};
use crate::place::{Place, on_both};

async fn amend(store: &Store, id: &PlanId, amendments: &[Amendment]) -> Result<(), Error> {
    store.record_amendments(id, amendments, audit("plan.amend")).await
}

async fn on(store: &Store, id: &PlanId, day_text: &str) -> Vec<Action> {
    store.plan_as_at(id, day(day_text)).await.unwrap().plan.actions
}

fn addition(on: &str, after: &Action) -> Amendment {
    Amendment { before: None, ..amendment(on, after, |_| ()) }
}

on_both! {
    async fn an_amendment_holds_from_its_day_on(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let change = amendment("2026-12-01", &plan().actions[1], |action| {
            action.due_raw = Some("June 2027".to_owned());
            action.due_on = Some(day("2027-06-30"));
        });
        amend(&store, &id, std::slice::from_ref(&change)).await.unwrap();

        assert_eq!(on(&store, &id, "2026-11-30").await, plan().actions);
        let mut amended = plan();
        amended.actions[1] = change.after.clone();
        assert_eq!(on(&store, &id, "2026-12-01").await, amended.actions);
        assert_eq!(store.current_plan(&id).await.unwrap(), amended);
        assert_eq!(store.amendments(&id, None, None, None).await.unwrap(), std::slice::from_ref(&change));
        assert_eq!(store.amendments(&id, Some("1.2"), Some(day("2026-12-01")), Some(day("2026-12-01"))).await.unwrap(), [change]);
        assert!(store.amendments(&id, Some("1.1"), None, None).await.unwrap().is_empty());
        assert!(store.amendments(&id, None, Some(day("2026-12-02")), None).await.unwrap().is_empty());
    }

    async fn amendments_recorded_in_another_order_than_they_hold_are_told_apart(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        // Agreed first: a new date from June. Recorded after it: other words, from March; a lead, from July.
        let start = plan().actions[0].clone();
        let june = amendment("2027-06-01", &start, |action| action.due_raw = Some("2028".to_owned()));
        let march = amendment("2027-03-01", &june.after, |action| action.text = Some("Reworded".to_owned()));
        let july = amendment("2027-07-01", &march.after, |action| action.leads_raw = None);
        amend(&store, &id, &[june, march]).await.unwrap();
        amend(&store, &id, &[july]).await.unwrap();

        let seen = async |at: &str| {
            let action = on(&store, &id, at).await.remove(0);
            (action.text.as_deref() == Some("Reworded"), action.due_raw.unwrap(), action.leads_raw.is_some())
        };
        assert_eq!(on(&store, &id, "2027-02-28").await, plan().actions);
        assert_eq!(seen("2027-03-01").await, (true, "March 2027".to_owned(), true));
        assert_eq!(seen("2027-06-01").await, (true, "2028".to_owned(), true));
        assert_eq!(seen("2027-07-01").await, (true, "2028".to_owned(), false));
    }

    async fn an_added_action_stands_with_its_own_and_is_not_there_before(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        amend(&store, &id, &[addition("2026-12-01", &action("1.3", "1"))]).await.unwrap();
        amend(&store, &id, &[addition("2026-12-01", &action("3.1", "3"))]).await.unwrap();
        let references = async |at: &str| {
            on(&store, &id, at).await.into_iter().map(|action| action.reference).collect::<Vec<_>>()
        };
        assert_eq!(references("2026-12-01").await, ["1.1", "1.2", "1.3", "2.1", "3.1"]);
        assert_eq!(references("2026-11-30").await, ["1.1", "1.2", "2.1"]);

        // It can be reported on and amended like any other; its updates are not shown before it was there.
        store.record_updates(&id, &[update("1.3", "2026-11-25", "early")], audit("plan.update")).await.unwrap();
        assert!(store.plan_as_at(&id, day("2026-11-30")).await.unwrap().latest_updates.is_empty());
        assert_eq!(store.plan_as_at(&id, day("2026-12-01")).await.unwrap().latest_updates.len(), 1);
        let again = amendment("2026-12-20", &action("1.3", "1"), |action| action.text = None);
        amend(&store, &id, &[again]).await.unwrap();
        assert_eq!(references("2026-11-30").await, ["1.1", "1.2", "2.1"]);
        assert_eq!(on(&store, &id, "2026-12-19").await[2], action("1.3", "1"));
    }

    async fn withdrawn_merged_and_split_actions_stay_in_the_plan_but_are_not_counted(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let [one, two, three]: [Action; 3] = plan().actions.try_into().unwrap();
        let merged = amendment("2026-12-01", &two, |action| {
            action.state = ActionState::Merged { into: "1.1".to_owned() };
        });
        let split = amendment("2026-12-01", &three, |action| {
            action.state = ActionState::Split { into: vec!["2.2".to_owned(), "2.3".to_owned()] };
        });
        // The actions that replace it are added after it, in the same call.
        let changes = [merged, split, addition("2026-12-01", &action("2.2", "2")), addition("2026-12-01", &action("2.3", "2"))];
        amend(&store, &id, &changes).await.unwrap();
        assert_eq!(store.find_plan("harbour").await.unwrap().actions, 3);
        let withdrawn = amendment("2026-12-05", &one, |action| action.state = ActionState::Withdrawn);
        amend(&store, &id, &[withdrawn]).await.unwrap();
        assert_eq!(store.find_plan("harbour").await.unwrap().actions, 2);
        let now = on(&store, &id, "2026-12-31").await;
        assert_eq!(now.iter().filter(|action| !action.is_live()).count(), 3);
        assert_eq!(on(&store, &id, "2026-11-30").await, plan().actions);
    }

    async fn the_second_of_two_people_who_read_the_same_action_is_refused(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let read = plan().actions[0].clone();
        let first = amendment("2026-12-01", &read, |action| {
            action.text = Some("First".to_owned());
            action.due_on = None;
        });
        let second = amendment("2026-12-01", &read, |action| action.text = Some("Second".to_owned()));
        let other = amendment("2026-12-01", &plan().actions[1], |action| action.text = None);
        amend(&store, &id, &[first]).await.unwrap();
        let error = amend(&store, &id, &[other, second]).await.unwrap_err();
        let Error::Conflict { reference, fields } = &error else { panic!("{error}") };
        assert_eq!((reference.as_str(), fields.as_slice()), ("1.1", ["due_on".to_owned(), "text".to_owned()].as_slice()));
        // The other amendment of the same call is not saved either.
        assert_eq!(store.current_plan(&id).await.unwrap().actions[1], plan().actions[1]);
        assert_eq!(store.amendments(&id, None, None, None).await.unwrap().len(), 1);
    }

    async fn amendments_that_make_no_sense_are_refused(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let one = plan().actions[0].clone();
        let error = amend(&store, &id, &[addition("2026-12-01", &one)]).await.unwrap_err();
        assert!(matches!(&error, Error::Conflict { fields, .. } if fields.is_empty()), "{error}");
        let error = amend(&store, &id, &[amendment("2026-12-01", &action("7.7", "1"), |_| ())]).await.unwrap_err();
        assert!(matches!(error, Error::UnknownAction { .. }), "{error}");
        let renumbered = amendment("2026-12-01", &one, |action| action.reference.push('9'));
        let error = amend(&store, &id, &[renumbered]).await.unwrap_err();
        assert!(matches!(error, Error::AmendmentMismatch { .. }), "{error}");
        let lost = amendment("2026-12-01", &one, |action| {
            action.state = ActionState::Merged { into: "8.8".to_owned() };
        });
        let error = amend(&store, &id, &[lost]).await.unwrap_err();
        assert!(matches!(&error, Error::UnknownAction { reference, .. } if reference == "8.8"), "{error}");
        assert_eq!(store.current_plan(&id).await.unwrap(), plan());
    }

    async fn the_plan_of_one_council_is_not_touched_by_another(place: &Place) {
        let store = place.open().await;
        let (mine, other) = (added(&store).await.id, added(&store).await.id);
        let change = amendment("2026-12-01", &plan().actions[0], |action| action.text = None);
        amend(&store, &other, &[change, addition("2026-12-01", &action("1.3", "1"))]).await.unwrap();
        store.record_updates(&other, &[update("1.1", "2026-12-01", "theirs")], audit("plan.update")).await.unwrap();
        let as_at = store.plan_as_at(&mine, day("2026-12-31")).await.unwrap();
        assert_eq!(as_at.plan, plan());
        assert!(as_at.latest_updates.is_empty());
    }
}
