//! Words in updates and discussions.

use sightline_store::{Comment, FoundComment, FoundNote, PlanId, SearchWithin, Store};

use crate::example::{added, audit, moment, new_plan, plan, update};
use crate::place::{Place, on_both};

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

fn whole(plan: &PlanId) -> Vec<SearchWithin> {
    vec![SearchWithin { plan: plan.clone(), actions: None }]
}

/// The notes found, which are the same in a few plans as in those and many more.
async fn notes(store: &Store, words: &[String], within: &[SearchWithin], limit: u64) -> Vec<FoundNote> {
    let few = store.find_notes(words, within, limit).await.unwrap();
    let many = store.find_notes(words, &among_many(within), limit).await.unwrap();
    assert_eq!(few, many);
    few
}

/// The same, as with `notes`.
async fn comments(store: &Store, words: &[String], within: &[SearchWithin]) -> Vec<FoundComment> {
    let few = store.find_comments(words, within, 10).await.unwrap();
    let many = store.find_comments(words, &among_many(within), 10).await.unwrap();
    assert_eq!(few, many);
    few
}

/// Where to look, and ten times nowhere.
fn among_many(within: &[SearchWithin]) -> Vec<SearchWithin> {
    let nowhere = |one: &SearchWithin| SearchWithin { plan: one.plan.clone(), actions: Some(Vec::new()) };
    within.iter().flat_map(|one| std::iter::once(one.clone()).chain((0..10).map(|_| nowhere(one)))).collect()
}

async fn with_notes(place: &Place, notes: &[(&str, &str)]) -> (Store, PlanId) {
    let store = place.open().await;
    let id = added(&store).await.id;
    for (action, note) in notes {
        store.record_updates(&id, &[update(action, "2026-12-01", note)], audit("plan.update")).await.unwrap();
    }
    (store, id)
}

on_both! {
    async fn notes_are_found_by_all_of_the_words_the_latest_first(place: &Place) {
        let (store, id) = with_notes(place, &[
            ("1.1", "Visits to CHILDREN are late"), ("1.2", "children wait"), ("2.1", "All visits made; Children seen"),
        ]).await;
        let found = async |text: &str| {
            let found = notes(&store, &words(text), &whole(&id), 10).await;
            found.into_iter().map(|note| note.action).collect::<Vec<_>>()
        };
        assert_eq!(found("children").await, ["2.1", "1.2", "1.1"]);
        assert_eq!(found("visits children").await, ["2.1", "1.1"]);
        assert_eq!(found("Children LATE").await, ["1.1"]);
        assert!(found("children winter").await.is_empty());
        let latest = notes(&store, &words("children"), &whole(&id), 1).await;
        assert_eq!((latest.len(), latest[0].action.as_str()), (1, "2.1"));
        assert!(store.find_notes(&[], &whole(&id), 10).await.unwrap().is_empty());
        assert!(store.find_notes(&words("children"), &[], 10).await.unwrap().is_empty());
    }

    async fn signs_of_the_database_mean_nothing_in_words_looked_for(place: &Place) {
        let (store, id) = with_notes(place, &[
            ("1.1", "100% of visits"), ("1.2", "a snake_case name"), ("2.1", r"back\slash and 'quote' Ärger"),
        ]).await;
        let found = async |text: &str| {
            let found = notes(&store, &words(text), &whole(&id), 10).await;
            found.into_iter().map(|note| note.action).collect::<Vec<_>>()
        };
        assert_eq!(found("0%").await, ["1.1"]);
        assert_eq!(found("_").await, ["1.2"]);
        assert_eq!(found(r"k\s").await, ["2.1"]);
        assert_eq!(found("'quote'").await, ["2.1"]);
        assert_eq!(found("ärger").await, ["2.1"]);
        assert!(found("örger").await.is_empty());
        assert!(found("100_").await.is_empty());
    }

    async fn short_words_beside_long_ones_and_quotes_are_looked_for_too(place: &Place) {
        let (store, id) = with_notes(place, &[
            ("1.1", "MH team: 12 of 40 seen"), ("1.2", "MH team: 13 of 40 \"seen\""), ("2.1", "the team, seen or not"),
        ]).await;
        let found = async |text: &[&str]| {
            let asked: Vec<String> = text.iter().map(|word| (*word).to_owned()).collect();
            let found = notes(&store, &asked, &whole(&id), 10).await;
            found.into_iter().map(|note| note.action).collect::<Vec<_>>()
        };
        assert_eq!(found(&["mh", "team"]).await, ["1.2", "1.1"]);
        assert_eq!(found(&["13", "seen"]).await, ["1.2"]);
        assert_eq!(found(&["team: 12"]).await, ["1.1"]);
        assert_eq!(found(&["\"seen\""]).await, ["1.2"]);
        assert!(found(&["seen\" OR \"team"]).await.is_empty());
    }

    async fn only_what_may_be_looked_in_is_found(place: &Place) {
        let (store, id) = with_notes(place, &[("1.1", "the hub"), ("1.2", "the hub"), ("2.1", "the hub")]).await;
        let other = store.add_plan(&new_plan(&plan()), audit("plan.import")).await.unwrap().id;
        store.record_updates(&other, &[update("1.1", "2026-12-01", "another hub")], audit("plan.update")).await.unwrap();
        let found = async |within: &[SearchWithin]| notes(&store, &words("hub"), within, 10).await.len();
        assert_eq!(found(&whole(&id)).await, 3);
        let only = |actions: &[&str]| SearchWithin {
            plan: id.clone(), actions: Some(actions.iter().map(|action| (*action).to_owned()).collect()),
        };
        assert_eq!(found(&[only(&["1.2"])]).await, 1);
        assert_eq!(found(&[only(&["1.2"]), whole(&other).remove(0)]).await, 2);
        assert_eq!(found(&[only(&[])]).await, 0);
    }

    async fn discussions_are_found_as_updates_are(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        for (action, text) in [("1.1", "Why is the HUB late?"), ("2.1", "No hub here")] {
            let comment = Comment { action: action.to_owned(), at: moment(4), by: "Cy Moss".to_owned(), text: text.to_owned() };
            store.add_comment(&id, &comment, audit("discussion.write")).await.unwrap();
        }
        let found = comments(&store, &words("hub late"), &whole(&id)).await;
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].action.as_str(), found[0].by.as_str(), found[0].at), ("1.1", "Cy Moss", moment(4)));
        let only = [SearchWithin { plan: id, actions: Some(vec!["2.1".to_owned()]) }];
        assert_eq!(comments(&store, &words("hub"), &only).await.len(), 1);
    }
}
