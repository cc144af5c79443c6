//! Where somebody goes once they are signed in.

/// The page that was asked for, when it is one of ours; else home.
///
/// Only an address within this site is followed: one that begins with a single
/// slash. Browsers take a backslash for a slash and leave out line breaks, so
/// neither may stand in it.
pub(super) fn page(asked: &str) -> String {
    let is_ours = asked.starts_with('/')
        && !asked.starts_with("//")
        && !asked.contains('\\')
        && asked.len() <= 2000
        && asked.bytes().all(|byte| byte.is_ascii_graphic())
        && !["/sign-in", "/sign-out", "/set-up", "/reset"].iter().any(|own| asked.starts_with(own));
    if is_ours { asked.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn only_a_page_of_this_site_is_followed() {
        for ours in ["/", "/plans/harbour?sort=due&lead=a%20b", "/plans/harbour/actions/1.1%2F2"] {
            assert_eq!(page(ours), ours);
        }
        for other in [
            "",
            "plans",
            "https://elsewhere.example/",
            "//elsewhere.example/",
            "/\\elsewhere.example/",
            "/\t/elsewhere.example/",
            "/\r\nset-cookie: a=b",
            "javascript:alert(1)",
            "/sign-out",
            "/sign-in?next=/sign-in",
        ] {
            assert_eq!(page(other), "/", "{other:?}");
        }
    }
}
