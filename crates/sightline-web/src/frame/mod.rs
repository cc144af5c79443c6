//! What every page shows around its content: header, navigation, banner, footer.

mod extract;

use sightline_app::domain::settings::BrandColour;

/// Changes whenever the style sheet or the script does, so that browsers may
/// keep `/assets/…?v=` for ever.
pub(crate) const ASSETS_VERSION: &str = env!("SIGHTLINE_ASSETS_VERSION");

/// The frame of one page for one visitor. A page's struct holds it as `frame`,
/// and `layout.html` prints it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    /// What the application calls itself: `Sightline`, unless a council renames it.
    pub(crate) service_name: String,
    /// The council's name, when it is set.
    pub(crate) council: Option<String>,
    /// The colour of the header.
    pub(crate) colour: BrandColour,
    /// The day of the children's records in force, for whoever may know it.
    pub(crate) fresh: Option<String>,
    /// True when there is something that the visitor may search.
    pub(crate) can_search: bool,
    /// None on pages that nobody has signed in to see.
    pub(crate) signed_in: Option<SignedIn>,
    /// The first level of navigation, only what the visitor may open.
    pub(crate) navigation: Vec<NavItem>,
    /// The token that every form that changes something sends back as `csrf`.
    pub(crate) csrf: String,
    /// What the visitor has just done, shown once.
    pub(crate) flash: Option<Flash>,
    /// Said at the foot of a printed page, such as who printed it and when.
    pub(crate) print_footer: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) name: String,
    /// The role in words, such as `Programme manager`.
    pub(crate) role: String,
}

#[derive(Clone, Debug)]
pub(crate) struct NavItem {
    pub(crate) text: String,
    pub(crate) href: String,
    /// True when the page shown is in this part of the application.
    pub(crate) current: bool,
}

/// A banner at the top of the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flash {
    pub(crate) kind: FlashKind,
    pub(crate) text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FlashKind {
    /// It is done.
    Success,
    /// Worth knowing; nothing to do.
    Notice,
    /// It is done, and something needs attention.
    Warning,
}

impl Flash {
    /// Read aloud at once by a screen reader: only for what somebody has just done.
    pub(crate) fn is_alert(&self) -> bool {
        self.kind != FlashKind::Notice
    }

    /// The heading of the banner.
    pub(crate) fn heading(&self) -> &'static str {
        match self.kind {
            FlashKind::Success => "Done",
            FlashKind::Notice => "Good to know",
            FlashKind::Warning => "Please check",
        }
    }

    /// The class beside `govuk-notification-banner`.
    pub(crate) fn class(&self) -> &'static str {
        match self.kind {
            FlashKind::Success => "govuk-notification-banner--success",
            FlashKind::Notice => "app-banner--notice",
            FlashKind::Warning => "app-banner--warning",
        }
    }
}
