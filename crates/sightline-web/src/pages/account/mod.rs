//! One's own account: who Sightline takes one for, password, second factor,
//! personal access tokens, and where one is signed in.

mod access_tokens;
mod digest;
mod new_access_token;
mod password;
mod second_factor;
mod second_factor_set_up;
mod show;

use sightline_app::policy::Action;

pub(crate) use digest::became;

use crate::routes::{Needs, Route, get, post};

pub(crate) fn routes() -> Vec<Route> {
    let own = Needs::To(Action::OwnAccount);
    vec![
        get("/account", own, show::show),
        post("/account/sign-out-everywhere", own, show::sign_out_everywhere),
        get("/account/password", own, password::show),
        post("/account/password", own, password::change),
        get("/account/digest", own, digest::show),
        post("/account/digest", own, digest::choose),
        get("/account/second-factor", own, second_factor::show),
        post("/account/second-factor/begin", own, second_factor_set_up::begin),
        get("/account/second-factor/set-up", own, second_factor_set_up::show),
        post("/account/second-factor/set-up", own, second_factor_set_up::confirm),
        post("/account/second-factor/recovery-codes", own, second_factor::renew_codes),
        post("/account/second-factor/remove", own, second_factor::remove),
        get("/account/access-tokens/new", own, new_access_token::show),
        post("/account/access-tokens/new", own, new_access_token::make),
        get("/account/access-tokens/{token}/take-back", own, access_tokens::ask),
        post("/account/access-tokens/{token}/take-back", own, access_tokens::take_back),
    ]
}
