//! People, posts, bodies and boards.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Lead, Plan};

/// Somebody named in a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Person {
    /// Name as printed, look-alike letters put right.
    pub name: String,
    /// Initials used for the person, only where the plan prints them beside the name or post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initials: Option<String>,
    /// Post, when printed with the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// Organisation, when printed with the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// A post and who has held it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Post {
    /// Title of the post as printed.
    pub title: String,
    /// Other names used for the same post.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Who has held it, earliest first.
    pub holdings: Vec<PostHolding>,
}

/// One person holding a post from a day to a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostHolding {
    /// Name of the holder.
    pub holder: String,
    /// First day known to hold it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_on: Option<NaiveDate>,
    /// Last day, when it has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_on: Option<NaiveDate>,
    /// The date the list was true, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_at_raw: Option<String>,
}

impl Post {
    /// True when a lead's words name this post: by its title, another name of it, or what they resolve to.
    #[must_use]
    pub fn is_named_by(&self, lead: &Lead) -> bool {
        let same = |words: &str| {
            let same = |name: &String| name.trim().eq_ignore_ascii_case(words.trim());
            same(&self.title) || self.aliases.iter().any(same)
        };
        same(&lead.name) || lead.resolved.as_deref().is_some_and(same)
    }

    /// Who holds the post on a day; `None` when vacant.
    #[must_use]
    pub fn holder_on(&self, day: NaiveDate) -> Option<&PostHolding> {
        self.holdings
            .iter()
            .rev()
            .find(|holding| holding.from_on.is_none_or(|from| from <= day) && holding.to_on.is_none_or(|to| day <= to))
    }
}

impl Plan {
    /// The post that a lead names by its title or one of its other names, capital letters aside.
    #[must_use]
    pub fn post_of(&self, lead: &Lead) -> Option<&Post> {
        self.posts.iter().find(|post| post.is_named_by(lead))
    }
}

/// Somebody or some group that leads delivery of a pillar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryLead {
    /// The pillar as printed.
    pub pillar: String,
    /// The lead as printed.
    pub text: String,
}

/// A group that governs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Board {
    /// Name.
    pub name: String,
    /// Days it has met or will meet, earliest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub meets_on: Vec<NaiveDate>,
    /// Members, in printed order.
    pub members: Vec<BoardMember>,
}

/// A seat on a board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BoardMember {
    /// The partner organisation.
    pub partner: Option<String>,
    /// Role or post.
    pub role: String,
    /// Name as printed, `TBC` included.
    pub name: Option<String>,
    /// True when nobody is named.
    pub is_vacant: bool,
}
