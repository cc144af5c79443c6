//! Forms kept over a time-out.

use super::*;
use crate::FormToKeep;

fn form() -> FormToKeep {
    FormToKeep {
        path: "/plans/harbour/actions/1.1/update".to_owned(),
        content_type: "application/x-www-form-urlencoded".to_owned(),
        body: b"csrf=old&note=An+hour+of+work".to_vec(),
    }
}

#[tokio::test]
async fn a_form_sent_after_the_time_out_comes_back_to_the_same_account_and_browser() {
    let story = Story::begin().await;
    story.add_with_password(EMAIL, Role::ActionLead).await;
    let session = story.signed_in(0).await;
    let browser = story.app.keep_form(session.token.as_str(), None, form(), minute(40)).await.unwrap().unwrap();
    let again = story.app.keep_form(session.token.as_str(), Some(&browser), form(), minute(41)).await.unwrap();
    assert_eq!(again.as_ref(), Some(&browser));

    let back = story.signed_in(42).await;
    let call = story.call(&back, 42).await;
    let kept = story.app.kept_forms(&call, &browser).await.unwrap();
    assert_eq!(kept.len(), 2);
    assert_eq!(story.app.kept_form(&call, &browser, &kept[0].id).await.unwrap(), form());
    assert!(story.app.kept_forms(&call, "another browser").await.unwrap().is_empty());
    refused(story.app.kept_form(&call, "another browser", &kept[0].id).await, "SL-A132");
    assert!(story.app.forget_kept_form(&call, &kept[0].id).await.unwrap());
    refused(story.app.kept_form(&call, &browser, &kept[0].id).await, "SL-A132");

    story.add_with_password("ada@harbour.example", Role::Administrator).await;
    let step = story.app.sign_in("ada@harbour.example", PASSWORD, minute(42), today()).await.unwrap();
    let SignInStep::Done(other) = step else { panic!("a code is asked for") };
    let other = story.call(&other, 42).await;
    assert!(story.app.kept_forms(&other, &browser).await.unwrap().is_empty());
    refused(story.app.kept_form(&other, &browser, &kept[1].id).await, "SL-A132");
    assert!(!story.app.forget_kept_form(&other, &kept[1].id).await.unwrap());
    let late = Call { at: minute(41 + 60), ..call };
    assert!(story.app.kept_forms(&late, &browser).await.unwrap().is_empty(), "after an hour");
}

#[tokio::test]
async fn nothing_is_kept_for_a_stranger_a_session_that_holds_or_one_that_was_ended() {
    let story = Story::begin().await;
    let id = story.add_with_password(EMAIL, Role::ActionLead).await;
    let session = story.signed_in(0).await;
    let keep = async |token: &str, form: FormToKeep, at: i64| {
        story.app.keep_form(token, None, form, minute(at)).await.unwrap().is_some()
    };
    assert!(!keep("forged", form(), 40).await);
    assert!(!keep(session.token.as_str(), form(), 20).await);
    let large = FormToKeep { body: vec![b'x'; crate::LARGEST_KEPT_FORM + 1], ..form() };
    assert!(!keep(session.token.as_str(), large, 40).await);
    assert!(keep(session.token.as_str(), form(), 40).await);
    story.app.disable_account(&administrator(41), &id).await.unwrap();
    assert!(!keep(session.token.as_str(), form(), 42).await);
}
