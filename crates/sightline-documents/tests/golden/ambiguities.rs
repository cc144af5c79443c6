//! Every place that the census lists as readable in two ways is raised as a problem there.
//!
//! One line for each: the code, and the reference or line it must be about.
//! An empty place stands for the document as a whole.

use sightline_documents::importers::plan::Imported;

type Expected = &'static [(&'static str, &'static str)];

const AIMS: Expected = &[
    // Several bullets, leads, dates and ratings in one row.
    ("SL-I312", "3.2/1"),
    ("SL-I323", "3.2/1"),
    ("SL-I315", "3.2/1"),
    ("SL-I328", "3.2/1"),
    // A row without words; look-alike letters.
    ("SL-I350", "6.6/2"),
    ("SL-I313", "6.6/2"),
    ("SL-I313", "1.1/1"),
    // A priority's leads in the cell above; a truncated cell; a collapsed header; one title twice.
    ("SL-I331", "line 174"),
    ("SL-I367", "line 42"),
    ("SL-I306", "line 45"),
    ("SL-I366", "line 91"),
    ("SL-I309", "line 69"),
    // An aim without a number, one without actions, actions without lead or timescale.
    ("SL-I322", "line 137"),
    ("SL-I363", "line 212"),
    ("SL-I351", "5.3/2"),
    ("SL-I352", "5.3/2"),
    ("SL-I351", "1.5/2"),
    ("SL-I351", "8.1/2"),
    // A stray mark in a rating, two dates, a date split over a page.
    ("SL-I314", "8.5/2"),
    ("SL-I315", "7.1/3"),
    ("SL-I310", "line 111"),
    // Progress told in the action's words.
    ("SL-I356", "4.5/2"),
    ("SL-I356", "4.2/6"),
    ("SL-I356", "4.4/1"),
    ("SL-I356", "6.4/1"),
    // Leads without a separator, and initials that nothing explains.
    ("SL-I323", "1.7/1"),
    ("SL-I323", "5.2/2"),
    ("SL-I374", "1.5/1"),
    ("SL-I374", "1.7/1"),
    // A rating that means two things; a recurring action rated as finished.
    ("SL-I335", "line 7"),
    ("SL-I357", "5.1/6"),
    ("SL-I357", "7.1/1"),
    // Impact without its heading, said twice; a group spelt out in two ways.
    ("SL-I321", "line 33"),
    ("SL-I321", "line 170"),
    ("SL-I368", "line 172"),
    ("SL-I391", "line 26"),
];

const AREAS: Expected = &[
    ("SL-I303", "line 27"),
    ("SL-I324", "1.1"),
    ("SL-I324", "2.3"),
    ("SL-I324", "6.1"),
    ("SL-I324", "6.2"),
    ("SL-I324", "17.4"),
    ("SL-I325", "8.1"),
    ("SL-I325", "14.1"),
    ("SL-I326", "12.1"),
    ("SL-I326", "15.1"),
    ("SL-I326", "16.1"),
    ("SL-I326", "17.2"),
    ("SL-I326", "17.3"),
    ("SL-I319", "6.1"),
    ("SL-I310", "line 182"),
    ("SL-I390", "1.4"),
    ("SL-I390", "12.2"),
    ("SL-I355", "4.2"),
    ("SL-I355", "12.3"),
    ("SL-I370", "line 150"),
    ("SL-I369", "line 250"),
    ("SL-I369", "line 53"),
    ("SL-I349", "line 274"),
    ("SL-I372", ""),
    ("SL-I337", ""),
    ("SL-I365", ""),
    ("SL-I373", "line 409"),
];

const PILLARS: Expected = &[
    ("SL-I341", "line 66"),
    ("SL-I339", "line 66"),
    ("SL-I340", "line 66"),
    ("SL-I344", "line 67"),
    ("SL-I340", "line 81"),
    ("SL-I330", "line 37"),
    ("SL-I330", "line 41"),
    ("SL-I330", "line 48"),
    ("SL-I330", "line 56"),
    ("SL-I330", "line 60"),
    ("SL-I330", "line 82"),
    ("SL-I305", "line 50"),
    ("SL-I361", "3.3"),
    ("SL-I361", "3.4"),
    ("SL-I361", "3.5"),
    ("SL-I327", "line 37"),
    ("SL-I327", "line 77"),
    ("SL-I371", "line 60"),
    ("SL-I345", "line 66"),
    ("SL-I345", "line 77"),
    ("SL-I345", "line 81"),
    ("SL-I343", "line 83"),
    ("SL-I395", "3.3"),
    ("SL-I395", "4.1"),
    ("SL-I347", "line 97"),
    ("SL-I348", "line 96"),
    ("SL-I348", "line 133"),
    ("SL-I313", "line 157"),
    ("SL-I313", "line 160"),
    ("SL-I392", ""),
    ("SL-I394", "line 101"),
    ("SL-I393", ""),
    ("SL-I352", "1.4"),
    ("SL-I379", ""),
];

const GROUPS: Expected = &[
    ("SL-I358", "1.5"),
    ("SL-I358", "1.6"),
    ("SL-I358", "1.10"),
    ("SL-I320", "line 237"),
    ("SL-I327", "1.6"),
    ("SL-I327", "2.4"),
    ("SL-I327", "3.3"),
    ("SL-I353", "1.3"),
    ("SL-I353", "4.5"),
    ("SL-I353", "2.5"),
    ("SL-I359", "1.9"),
    ("SL-I360", "4.1"),
    ("SL-I307", "line 271"),
    ("SL-I323", "1.3"),
    ("SL-I323", "4.2"),
    ("SL-I323", "4.12"),
    ("SL-I376", "1.3"),
    ("SL-I376", "4.3"),
    ("SL-I378", "line 267"),
    ("SL-I377", "1.1"),
    ("SL-I377", "4.5"),
    ("SL-I346", "line 131"),
    ("SL-I346", "line 132"),
    ("SL-I384", "line 348"),
    ("SL-I384", "line 350"),
    ("SL-I384", "line 379"),
    ("SL-I385", ""),
    ("SL-I387", ""),
    ("SL-I388", "1.4"),
    ("SL-I380", "line 398"),
    ("SL-I382", "line 380"),
    ("SL-I381", "line 395"),
    ("SL-I336", ""),
    ("SL-I333", "line 335"),
    ("SL-I334", "line 336"),
];

/// The listed places of a text that no problem was raised for.
pub(crate) fn missing(priorities: usize, imported: &Imported) -> Vec<String> {
    let expected = match priorities {
        8 if imported.plan.pillars.is_empty() => AIMS,
        8 => PILLARS,
        17 => AREAS,
        _ => GROUPS,
    };
    expected
        .iter()
        .filter(|(code, place)| {
            !imported.problems.iter().any(|problem| {
                let printed = problem.place.to_string();
                let at = problem.about.as_deref() == Some(*place)
                    || printed == *place
                    || printed.starts_with(&format!("{place}, "))
                    || place.is_empty() && problem.place == sightline_domain::Place::default();
                problem.code == *code && at
            })
        })
        .map(|(code, place)| format!("{code} is not raised at {place:?}"))
        .collect()
}
