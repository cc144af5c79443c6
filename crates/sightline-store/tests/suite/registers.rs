//! Registers amended, and registers as they were.

use sightline_domain::plan::{Finding, Inspection, Post, PostHolding};
use sightline_domain::register::{Entry, Register, RegisterAmendment, Registered};
use sightline_store::{Error, PlanId, Store, Verification};

use crate::example::{added, audit, day, moment, plan};
use crate::place::{Place, on_both};

async fn register(store: &Store, id: &PlanId, register: Register, on: &str) -> Vec<Registered> {
    store.register(id, register, day(on)).await.unwrap()
}

fn amendment(on: &str, before: &Registered, after: Option<Entry>) -> RegisterAmendment {
    RegisterAmendment {
        register: before.entry.register(),
        number: before.number,
        on: day(on),
        recorded_at: moment(2),
        by: "Bea Lund".to_owned(),
        reason: "The post changed hands".to_owned(),
        before: Some(before.entry.clone()),
        after,
    }
}

fn addition(on: &str, after: Entry) -> RegisterAmendment {
    let nobody = Registered { number: 0, entry: after.clone() };
    RegisterAmendment { before: None, ..amendment(on, &nobody, Some(after)) }
}

fn held(post: &Post, holder: &str, from: &str) -> Post {
    let mut post = post.clone();
    post.holdings.push(PostHolding { holder: holder.to_owned(), from_on: Some(day(from)), ..PostHolding::default() });
    post
}

async fn record(store: &Store, id: &PlanId, amendments: &[RegisterAmendment]) -> Result<Vec<u64>, Error> {
    store.record_register_amendments(id, amendments, audit("register.amend")).await
}

on_both! {
    async fn a_new_holder_is_in_the_plan_from_the_day_on(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let [post] = register(&store, &id, Register::Post, "2026-11-20").await.try_into().unwrap();
        let after = held(&plan().posts[0], "Cora Vale", "2026-12-01");
        record(&store, &id, &[amendment("2026-12-01", &post, Some(Entry::Post(after.clone())))]).await.unwrap();

        assert_eq!(store.plan_as_at(&id, day("2026-11-30")).await.unwrap().plan, plan());
        assert_eq!(store.plan_as_at(&id, day("2026-12-01")).await.unwrap().plan.posts, std::slice::from_ref(&after));
        assert_eq!(store.current_plan(&id).await.unwrap().posts, [after]);
        assert_eq!(register(&store, &id, Register::Post, "2026-11-30").await, [post]);
        assert_eq!(store.register_amendments(&id, None).await.unwrap().len(), 1);
        assert!(matches!(store.verify_history().await.unwrap(), Verification::Whole { rows: 2, .. }));
        for change in ["update register_amendment set reason = ''", "delete from register_amendment"] {
            let error = place.sql(change).await.unwrap_err();
            assert!(error.to_string().contains("append-only"), "{error}");
        }
    }

    async fn entries_are_added_renamed_and_taken_out_and_were_there_before(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let visit = Inspection { name: "Visit 2027".to_owned(), ..Inspection::default() };
        let numbers = record(&store, &id, &[addition("2027-01-10", Entry::Inspection(visit.clone()))]).await.unwrap();
        let named = async |on: &str| {
            let entries = register(&store, &id, Register::Inspection, on).await;
            entries.into_iter().map(|entry| entry.entry.name().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(named("2027-01-09").await, ["ILACS 2026"]);
        assert_eq!(named("2027-01-10").await, ["ILACS 2026", "Visit 2027"]);

        let added_entry = Registered { number: numbers[0], entry: Entry::Inspection(visit.clone()) };
        let mut renamed = visit.clone();
        "Focused visit 2027".clone_into(&mut renamed.name);
        renamed.findings.push(Finding { reference: "1".to_owned(), ..Finding::default() });
        let renaming = amendment("2027-02-01", &added_entry, Some(Entry::Inspection(renamed.clone())));
        assert_eq!(record(&store, &id, &[renaming]).await.unwrap(), numbers);
        let now = Registered { entry: Entry::Inspection(renamed), ..added_entry.clone() };
        record(&store, &id, &[amendment("2027-03-01", &now, None)]).await.unwrap();
        assert_eq!(named("2027-01-31").await, ["ILACS 2026", "Visit 2027"]);
        assert_eq!(named("2027-02-28").await, ["ILACS 2026", "Focused visit 2027"]);
        assert_eq!(named("2027-03-01").await, ["ILACS 2026"]);
        assert_eq!(store.current_plan(&id).await.unwrap().inspections.len(), 1);
        let history = store.register_amendments(&id, Some(numbers[0])).await.unwrap();
        assert_eq!(history.iter().map(|one| one.after.is_some()).collect::<Vec<_>>(), [true, true, false]);
        // What was taken out is not there to be amended.
        let error = record(&store, &id, &[amendment("2027-04-01", &now, None)]).await.unwrap_err();
        assert!(matches!(&error, Error::EntryConflict { fields, .. } if fields.is_empty()), "{error}");
    }

    async fn amendments_of_an_entry_hold_each_from_its_own_day(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let [post] = register(&store, &id, Register::Post, "2026-11-20").await.try_into().unwrap();
        // Recorded first: a holder from June. Recorded after it: another title, from March.
        let with_holder = held(&plan().posts[0], "Cora Vale", "2027-06-01");
        let mut renamed = with_holder.clone();
        "Head of Help".clone_into(&mut renamed.title);
        let june = Registered { entry: Entry::Post(with_holder.clone()), ..post.clone() };
        record(&store, &id, &[amendment("2027-06-01", &post, Some(june.entry.clone()))]).await.unwrap();
        record(&store, &id, &[amendment("2027-03-01", &june, Some(Entry::Post(renamed.clone())))]).await.unwrap();
        let seen = async |on: &str| {
            let post = store.plan_as_at(&id, day(on)).await.unwrap().plan.posts.remove(0);
            (post.title, post.holdings.len())
        };
        assert_eq!(seen("2027-02-28").await, ("Head of Service".to_owned(), 0));
        assert_eq!(seen("2027-03-01").await, ("Head of Help".to_owned(), 0));
        assert_eq!(seen("2027-06-01").await, ("Head of Help".to_owned(), 1));
    }

    async fn the_second_of_two_people_who_read_the_same_entry_is_refused(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let [post] = register(&store, &id, Register::Post, "2026-11-20").await.try_into().unwrap();
        let first = held(&plan().posts[0], "Cora Vale", "2026-12-01");
        let second = held(&plan().posts[0], "Dan Frith", "2026-12-01");
        record(&store, &id, &[amendment("2026-12-01", &post, Some(Entry::Post(first)))]).await.unwrap();
        let error = record(&store, &id, &[amendment("2026-12-01", &post, Some(Entry::Post(second)))]).await.unwrap_err();
        let Error::EntryConflict { register: "post", name, fields } = &error else { panic!("{error}") };
        assert_eq!((name.as_str(), fields.as_slice()), ("Head of Service", ["holdings".to_owned()].as_slice()));
        let lost = Registered { number: 9_999, ..post };
        let error = record(&store, &id, &[amendment("2026-12-01", &lost, None)]).await.unwrap_err();
        assert!(matches!(error, Error::UnknownEntry { number: 9_999, .. }), "{error}");
        assert_eq!(store.register_amendments(&id, None).await.unwrap().len(), 1);
    }

    async fn actions_stand_in_the_order_they_were_given_from_its_day_on(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let [one, two, _] = plan().actions.try_into().unwrap();
        let changes = [
            crate::example::amendment("2026-12-01", &one, |action| action.order = Some(2)),
            crate::example::amendment("2026-12-01", &two, |action| action.order = Some(1)),
        ];
        store.record_amendments(&id, &changes, audit("plan.amend")).await.unwrap();
        store.record_updates(
            &id,
            &[crate::example::update("1.1", "2026-12-02", "one"), crate::example::update("1.2", "2026-12-02", "two")],
            audit("plan.update"),
        ).await.unwrap();
        let references = async |on: &str| {
            let at = store.plan_as_at(&id, day(on)).await.unwrap();
            let updates: Vec<_> = at.latest_updates.into_iter().map(|update| update.action).collect();
            (at.plan.actions.into_iter().map(|action| action.reference).collect::<Vec<_>>(), updates)
        };
        assert_eq!(references("2026-11-30").await.0, ["1.1", "1.2", "2.1"]);
        let (now, updates) = references("2026-12-02").await;
        assert_eq!(now, ["1.2", "1.1", "2.1"]);
        assert_eq!(updates, ["1.2", "1.1"]);
        assert_eq!(store.current_plan(&id).await.unwrap().actions[0].reference, "1.2");
    }
}
