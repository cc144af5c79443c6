//! The words of letters: files under `content/messages`.

use super::Letter;

const MESSAGES: &[(&str, &str)] = &[
    ("digest", include_str!("../../../../content/messages/digest.txt")),
    ("reminder", include_str!("../../../../content/messages/reminder.txt")),
    ("reset", include_str!("../../../../content/messages/reset.txt")),
    ("set_up", include_str!("../../../../content/messages/set_up.txt")),
];

/// One of the messages that Sightline sends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Message {
    subject: &'static str,
    body: &'static str,
}

impl Message {
    /// The message of this name.
    ///
    /// # Panics
    ///
    /// When there is none; a test loads every message.
    pub(crate) fn named(name: &str) -> Self {
        let (_, text) = MESSAGES.iter().find(|(known, _)| *known == name).expect("a message of content/messages");
        let (subject, body) = text
            .strip_prefix("Subject: ")
            .and_then(|text| text.split_once("\n\n"))
            .expect("a message begins with its subject; see the test");
        Self { subject, body }
    }

    /// The letter to somebody, with every word in braces filled in.
    ///
    /// What is filled in is not looked at again, so that a plan whose title
    /// holds braces is printed as it is.
    pub(crate) fn to(self, name: &str, address: &str, words: &[(&str, &str)]) -> Letter {
        // A subject is one line, whatever the title of a plan holds.
        let subject = filled(self.subject, words).split_whitespace().collect::<Vec<_>>().join(" ");
        Letter { name: name.to_owned(), address: address.to_owned(), subject, body: filled(self.body, words) }
    }
}

fn filled(template: &str, words: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let word = after
            .split_once('}')
            .and_then(|(name, after)| words.iter().find(|(known, _)| *known == name).map(|(_, word)| (*word, after)));
        if let Some((word, after)) = word {
            text.push_str(word);
            rest = after;
        } else {
            text.push('{');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}

/// One segment of an address, so that `1.1/2` stays one: `1.1%2F2`.
pub(crate) fn address_segment(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_of_the_folder_is_built_in_and_begins_with_its_subject() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../content/messages");
        let mut there: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .filter_map(|entry| entry.unwrap().file_name().to_str()?.strip_suffix(".txt").map(str::to_owned))
            .collect();
        there.sort();
        let mut built_in: Vec<&str> = MESSAGES.iter().map(|(name, _)| *name).collect();
        built_in.sort_unstable();
        assert_eq!(built_in, there);
        for name in built_in {
            assert!(!Message::named(name).body.trim().is_empty(), "{name}");
        }
    }

    #[test]
    fn words_in_braces_are_filled_in_once() {
        assert_eq!(filled("Dear {name}, {plan} {x}", &[("name", "{plan}"), ("plan", "P")]), "Dear {plan}, P {x}");
        assert_eq!(filled("{", &[]), "{");
    }

    #[test]
    fn a_subject_stays_one_line() {
        let words = [("month", "May"), ("count", "2 updates"), ("plan", "Plan\r\nBcc: everybody@example.org")];
        let letter = Message::named("reminder").to("Jo", "jo@example.org", &words);
        assert_eq!(letter.subject, "May: 2 updates to give for Plan Bcc: everybody@example.org");
    }

    #[test]
    fn a_reference_with_a_slash_is_one_segment() {
        assert_eq!(address_segment("1.1/2 é"), "1.1%2F2%20%C3%A9");
    }
}
