//! Telling the leads of one cell apart.

use sightline_domain::plan::{Lead, LeadKind};

use super::super::source::Paragraph;
use super::words::{in_latin, one_space, plain};

/// The leads of a cell, and whether they stand together without a separator.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Leads {
    pub(super) leads: Vec<Lead>,
    pub(super) without_separator: bool,
}

/// Words that begin the title of a post; a new one inside a cell begins a new lead.
const POST_STARTS: [&str; 14] = [
    "ad ",
    "assistant director",
    "head of",
    "director of",
    "deputy director",
    "chair of",
    "principal social worker",
    "lead member",
    "chief executive",
    "dcs",
    "slt",
    "dmt",
    "partner agency",
    "all service leads",
];

/// Words that belong to the title after them.
const RANKS: [&str; 10] =
    ["assistant", "deputy", "executive", "strategic", "interim", "associate", "regional", "acting", "service", "vice"];

/// Words that only a group, team or organisation has in its name.
const BODY_WORDS: [&str; 24] = [
    "board",
    "team",
    "group",
    "leads",
    "partners",
    "partnership",
    "police",
    "health",
    "schools",
    "council",
    "committee",
    "panel",
    "service",
    "services",
    "slt",
    "dmt",
    "ccg",
    "icb",
    "members",
    "managers",
    "leaders",
    "forum",
    "exec",
    "executive",
];

/// Words that only a post has in its title.
const POST_WORDS: [&str; 16] = [
    "director",
    "head",
    "manager",
    "officer",
    "lead",
    "chair",
    "ad",
    "dcs",
    "psw",
    "worker",
    "member",
    "chief",
    "coordinator",
    "commissioner",
    "principal",
    "headteacher",
];

/// Tells the leads of a cell apart.
///
/// Marked paragraphs, `/`, `;`, ` & ` and ` and ` between people separate
/// leads. Initials or posts that stand together without any of these are told
/// apart and reported, since only a person knows.
pub(super) fn read(paragraphs: &[Paragraph]) -> Leads {
    let mut found = Leads::default();
    for paragraph in paragraphs {
        let latin = in_latin(&paragraph.text);
        for piece in latin.split(['/', ';', '\n']) {
            let piece = one_space(piece);
            let piece = piece.trim_matches([',', ' ', '&']).to_owned();
            if piece.is_empty() {
                continue;
            }
            // `A W`: initials that a narrow column has broken.
            let is_broken = piece.contains(' ')
                && piece.split(' ').all(|word| word.len() == 1 && word.chars().all(|c| c.is_ascii_uppercase()));
            let piece = if is_broken { piece.replace(' ', "") } else { piece };
            for part in joined_people(&piece) {
                let split = if all_initials(&part) { initials(&part) } else { posts(&part) };
                found.without_separator |= split.len() > 1;
                found.leads.extend(split.into_iter().map(|name| lead(&name)));
            }
        }
    }
    found
}

fn lead(name: &str) -> Lead {
    Lead { raw: name.to_owned(), name: name.to_owned(), kind: kind(name), resolved: None }
}

/// What a lead's words name.
pub(in crate::importers::plan) fn kind(name: &str) -> LeadKind {
    let words: Vec<String> = plain(name).split(' ').map(str::to_owned).collect();
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if matches!(plain(name).as_str(), "tbc" | "tba" | "to be confirmed" | "vacant") {
        LeadKind::ToBeConfirmed
    } else if has(&BODY_WORDS) && !has(&["head", "director", "ad", "chair"]) {
        LeadKind::Body
    } else if has(&POST_WORDS) {
        LeadKind::Post
    } else if is_initials(name) {
        LeadKind::Initials
    } else if is_person(name) {
        LeadKind::Person
    } else if words.iter().all(|word| word.len() <= 5) && name.chars().filter(char::is_ascii_uppercase).count() >= 3 {
        LeadKind::Body
    } else {
        LeadKind::Unknown
    }
}

/// True for initials: up to five letters, mostly capitals, perhaps with a hyphen.
pub(super) fn is_initials(word: &str) -> bool {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    (2..=5).contains(&letters.len())
        && !word.contains(' ')
        && word.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '.'))
        && letters.iter().take(2).all(char::is_ascii_uppercase)
        && letters.iter().filter(|c| c.is_ascii_uppercase()).count() * 2 >= letters.len()
}

fn all_initials(text: &str) -> bool {
    text.contains(' ')
        && text.split(' ').enumerate().all(|(at, word)| {
            is_initials(word)
                || word.len() == 1
                || (at > 0 && word.len() <= 3 && word.starts_with(|c: char| c.is_ascii_uppercase()))
        })
        && text.split(' ').any(is_initials)
        && !text.split(' ').all(|word| word.len() == 1)
}

/// Initials that stand side by side. `Q/A W` has lost a join: a single letter belongs to the word before it.
fn initials(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut first_name: Option<&str> = None;
    for word in text.split(' ') {
        match first_name.take() {
            Some(first) => found.push(format!("{first} {word}")),
            // A word that is no initials is a first name: it belongs to the word after it.
            None if !is_initials(word) => first_name = Some(word),
            None => found.push(word.to_owned()),
        }
    }
    found.extend(first_name.map(str::to_owned));
    found
}

/// True for two to four capitalised words.
pub(super) fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|word| {
            let bare = word.trim_matches(['(', ')', '.', ',']);
            bare.chars().next().is_some_and(char::is_uppercase)
                && bare.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
        })
        && words.iter().any(|word| word.chars().any(char::is_lowercase))
}

/// Splits at ` and `, ` & ` and commas where both sides are people or posts.
fn joined_people(text: &str) -> Vec<String> {
    for joint in [" and ", " & ", ", "] {
        let sides: Vec<&str> = text.split(joint).map(str::trim).collect();
        if sides.len() < 2 {
            continue;
        }
        let names = |side: &&str| is_initials(side) || is_person(side) && kind(side) == LeadKind::Person;
        // A person before an ampersand has another lead after it, whoever that is.
        let person_and_lead =
            joint == " & " && names(&sides[0]) && sides[1..].iter().all(|side| side.split(' ').count() > 1);
        if sides.iter().all(names) || person_and_lead {
            return sides.into_iter().map(str::to_owned).collect();
        }
    }
    vec![text.to_owned()]
}

/// Splits where the title of another post begins.
fn posts(text: &str) -> Vec<String> {
    // Only ASCII letters, so that both texts have their words at the same bytes.
    let lower = text.to_ascii_lowercase();
    let mut cuts = vec![0];
    for (at, _) in lower.match_indices(' ') {
        let rest = &lower[at + 1..];
        let begins = POST_STARTS.iter().any(|start| {
            rest.starts_with(start)
                && (start.ends_with(' ') || rest[start.len()..].is_empty() || rest[start.len()..].starts_with(' '))
        });
        let follows_join = lower[..at].ends_with(" of")
            || lower[..at].ends_with(" and")
            || lower[..at].ends_with('&')
            || lower[..at].ends_with(',')
            || RANKS.iter().any(|rank| lower[..at].ends_with(rank));
        let capital = text[at + 1..].starts_with(|c: char| c.is_uppercase());
        if begins && capital && !follows_join {
            cuts.push(at + 1);
        }
    }
    // A person's name after a post: the words after its last noun.
    cuts.push(text.len());
    let mut pieces: Vec<String> = cuts.windows(2).map(|pair| text[pair[0]..pair[1]].trim().to_owned()).collect();
    if pieces.len() == 1
        && let Some((post, person)) = post_then_person(text)
    {
        pieces = vec![post, person];
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// `Programme Manager Joan Smith` is a post and a person; so is any post ending in a post noun before two names.
fn post_then_person(text: &str) -> Option<(String, String)> {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() < 4 {
        return None;
    }
    let (post, person) = words.split_at(words.len() - 2);
    let noun = post.last().map(|word| plain(word))?;
    let ends_in_noun =
        matches!(noun.as_str(), "manager" | "director" | "officer" | "lead" | "leads" | "worker" | "board");
    let person = person.join(" ");
    (ends_in_noun && is_person(&person) && kind(&person) == LeadKind::Person).then(|| (post.join(" "), person))
}

/// The leads of a line.
pub(super) fn leads_of(text: &str) -> Vec<Lead> {
    read(&[Paragraph { text: text.to_owned(), item_level: None, is_marked: false }]).leads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_whose_small_form_is_longer_do_no_harm() {
        assert_eq!(posts("İİİ Head of Audit"), ["İİİ", "Head of Audit"]);
    }

    fn names(text: &str) -> (Vec<String>, bool) {
        let marked = text.contains('\n');
        let paragraphs: Vec<Paragraph> = text
            .split('\n')
            .map(|line| Paragraph { text: line.to_owned(), item_level: None, is_marked: marked })
            .collect();
        let found = read(&paragraphs);
        (found.leads.into_iter().map(|lead| lead.name).collect(), found.without_separator)
    }

    #[test]
    fn slashes_and_paragraphs_separate_leads() {
        assert_eq!(names("AB/CD / EF"), (vec!["AB".into(), "CD".into(), "EF".into()], false));
        assert_eq!(names("Head of Hub\nChair of Board"), (vec!["Head of Hub".into(), "Chair of Board".into()], false));
        assert_eq!(names("Ann Lee and Bo Ray"), (vec!["Ann Lee".into(), "Bo Ray".into()], false));
    }

    #[test]
    fn leads_without_a_separator_are_told_apart_and_reported() {
        assert_eq!(names("ABc DE FG"), (vec!["ABc".into(), "DE".into(), "FG".into()], true));
        assert_eq!(names("AB Cy De"), (vec!["AB".into(), "Cy De".into()], true));
        assert_eq!(names("AB/C D"), (vec!["AB".into(), "CD".into()], false));
        assert_eq!(
            names("AD Education Head of Virtual School"),
            (vec!["AD Education".into(), "Head of Virtual School".into()], true)
        );
        assert_eq!(
            names("DCS SLT Head of Improvement"),
            (vec!["DCS".into(), "SLT".into(), "Head of Improvement".into()], true)
        );
        assert_eq!(
            names("IT Programme Manager Ann Lee"),
            (vec!["IT Programme Manager".into(), "Ann Lee".into()], true)
        );
    }

    #[test]
    fn a_post_with_an_and_in_its_title_stays_whole() {
        assert_eq!(names("AD Quality Assurance and Improvement").0, ["AD Quality Assurance and Improvement"]);
        assert_eq!(names("Assistant Director of People and Workforce Development").0.len(), 1);
    }

    #[test]
    fn look_alike_letters_are_put_right() {
        assert_eq!(names("МС").0, ["MC"]);
    }

    #[test]
    fn what_a_lead_names_is_told() {
        assert_eq!(kind("TBC"), LeadKind::ToBeConfirmed);
        assert_eq!(kind("AB"), LeadKind::Initials);
        assert_eq!(kind("CM-C"), LeadKind::Initials);
        assert_eq!(kind("Ann Lee"), LeadKind::Person);
        assert_eq!(kind("Head of Early Help"), LeadKind::Post);
        assert_eq!(kind("All Service Leads"), LeadKind::Body);
    }
}
