//! From an access token to a visitor.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Method};
use sightline_app::Call;

use super::Visitor;
use crate::error::PageError;
use crate::site::Site;

/// What the header of a request says about who asks.
pub(super) enum Bearer {
    /// It names no token.
    Absent,
    /// It names a token that works.
    Known(Visitor),
    /// It names something that is no token, or one that works no longer.
    Refused(PageError),
}

/// Whom the bearer of the request's token asks for.
///
/// A token that may only read is refused for everything else, whatever its owner may do.
pub(super) async fn bearer_of(site: &Site, headers: &HeaderMap, method: &Method) -> Bearer {
    let Some(value) = headers.get(AUTHORIZATION) else { return Bearer::Absent };
    let token = value.to_str().ok().and_then(|value| value.split_once(' '));
    let Some(token) = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim())
    else {
        return Bearer::Refused(PageError::NobodySignedIn);
    };
    let (at, today) = site.clock.now();
    match site.app.token_holder(token, at, today).await {
        Ok(Some(holder)) if holder.may_write || matches!(*method, Method::GET | Method::HEAD) => {
            let call = Call { actor: holder.actor.clone(), at, today };
            Bearer::Known(Visitor::program(call))
        }
        Ok(Some(_)) => Bearer::Refused(PageError::Forbidden { to: "change anything with a token that only reads" }),
        Ok(None) => Bearer::Refused(PageError::NobodySignedIn),
        Err(error) => Bearer::Refused(error.into()),
    }
}
