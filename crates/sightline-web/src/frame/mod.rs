//! What stands around every page: who is signed in, where one can go, what just happened.

mod extract;

use crate::words::Href;

/// The frame of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    /// Name of the service.
    pub(crate) service_name: String,
    /// The council, when its name is set.
    pub(crate) council: Option<String>,
    /// Who is signed in.
    pub(crate) signed_in: Option<SignedIn>,
    /// The main pages this person may open.
    pub(crate) navigation: Vec<NavItem>,
    /// Token of every form; empty when nobody is signed in.
    pub(crate) csrf: String,
    /// What just happened.
    pub(crate) flash: Option<Flash>,
    /// Said at the foot of a printed page, such as who printed it and when.
    pub(crate) print_footer: Option<String>,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignedIn {
    /// Name.
    pub(crate) name: String,
    /// Role in words.
    pub(crate) role: &'static str,
}

/// One link of the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NavItem {
    /// Words of the link.
    pub(crate) text: String,
    /// Where it leads.
    pub(crate) href: Href,
    /// True on the pages it stands for.
    pub(crate) current: bool,
}

/// What just happened, said once at the top of the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flash {
    /// What kind of news it is.
    pub(crate) kind: FlashKind,
    /// The sentence.
    pub(crate) text: String,
}

/// What kind of news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FlashKind {
    /// It was done.
    Success,
    /// Something to know.
    Notice,
    /// Something to look at.
    Warning,
}

impl Flash {
    /// True when a screen reader should say it at once.
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

    /// The class that gives the banner its colour.
    pub(crate) fn class(&self) -> &'static str {
        match self.kind {
            FlashKind::Success => "govuk-notification-banner--success",
            FlashKind::Notice => "app-banner--notice",
            FlashKind::Warning => "app-banner--warning",
        }
    }
}
