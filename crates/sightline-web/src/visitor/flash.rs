//! What just happened, carried over one redirect in a cookie.

use axum_extra::extract::cookie::{Cookie, SameSite};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::frame::{Flash, FlashKind};

/// Name of the cookie.
pub(super) const FLASH: &str = "sightline_flash";

/// More is cut: a cookie holds four kilobytes.
const LONGEST: usize = 500;

/// The news of this request, taken out of its cookie; none when there is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct TakenFlash(pub(crate) Option<Flash>);

/// The cookie that says `flash` on the next page.
pub(crate) fn flash_cookie(flash: &Flash, secure: bool) -> Cookie<'static> {
    let kind = match flash.kind {
        FlashKind::Success => 's',
        FlashKind::Notice => 'n',
        FlashKind::Warning => 'w',
    };
    let text: String = flash.text.chars().take(LONGEST).collect();
    let value = format!("{kind}{}", utf8_percent_encode(&text, NON_ALPHANUMERIC));
    Cookie::build((FLASH, value)).path("/").http_only(true).same_site(SameSite::Lax).secure(secure).build()
}

/// What a cookie of [`flash_cookie`] says; nothing when it was meddled with.
pub(super) fn read(value: &str) -> Option<Flash> {
    let kind = match value.chars().next()? {
        's' => FlashKind::Success,
        'n' => FlashKind::Notice,
        'w' => FlashKind::Warning,
        _ => return None,
    };
    let text: String = percent_decode_str(value.get(1..)?).decode_utf8().ok()?.chars().take(LONGEST).collect();
    (!text.is_empty()).then_some(Flash { kind, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_come_back_as_they_were_said_and_nothing_else_does() {
        let said = Flash { kind: FlashKind::Success, text: "Saved; “1.1” is <blue>, é".to_owned() };
        assert_eq!(read(flash_cookie(&said, true).value()), Some(said));
        for meddled in ["", "s", "x%20", "s%FF", "é"] {
            assert_eq!(read(meddled), None, "{meddled}");
        }
    }
}
