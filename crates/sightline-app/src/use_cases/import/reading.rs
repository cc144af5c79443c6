//! What a plan that was read says in each field, as a person would type it.

use sightline_domain::plan::{Action, BoardMember, Lead, LeadKind, Milestone, Part, Plan, Priority, Statement};

use super::item::{Field, Item};

/// What stands between the parts of a line.
pub(super) const STROKE: &str = " | ";

/// The fields that an item has.
pub(super) fn fields_of(plan: &Plan, item: &Item) -> Vec<Field> {
    let all: &[Field] = match item {
        Item::Plan => &[Field::Title, Field::Council],
        Item::Scale => &[Field::Levels],
        Item::Priority(_) => &[
            Field::Title,
            Field::Reference,
            Field::Leads,
            Field::KeyAreas,
            Field::Objectives,
            Field::Outcomes,
            Field::MeasuredBy,
            Field::Impact,
            Field::Targets,
            Field::TargetsDue,
        ],
        Item::Aim(_) => &[Field::Title, Field::Reference],
        Item::Action(_) => &[
            Field::Text,
            Field::Reference,
            Field::Parts,
            Field::Leads,
            Field::Start,
            Field::Due,
            Field::Milestones,
            Field::ActionRating,
            Field::ImpactRating,
            Field::Sources,
            Field::DeliveredThrough,
            Field::HowWillWeKnow,
            Field::ChildStatements,
        ],
        Item::Measure(_) => &[Field::Text, Field::DataSource, Field::ActionRefs],
        Item::FocusArea(_) => &[Field::Title, Field::ActionRefs, Field::JudgementAreas],
        Item::Person(_) => &[Field::Post],
        Item::Lead(_) => &[Field::Who, Field::Kind, Field::Holder],
        Item::Abbreviation(_) => &[Field::Meaning],
        Item::DeliveryLeads | Item::Board(_) => &[Field::Members],
    };
    let has_impact = plan.scale().is_some_and(|scale| scale.rates_impact);
    all.iter().copied().filter(|field| *field != Field::ImpactRating || has_impact).collect()
}

/// What an item says in a field, empty when nothing; `None` when the plan has no such item or the item no such field.
pub(super) fn value(plan: &Plan, item: &Item, field: Field) -> Option<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    match item {
        Item::Plan => match field {
            Field::Title => Some(plan.title.clone()),
            Field::Council => Some(text(&plan.council)),
            _ => None,
        },
        Item::Scale => (field == Field::Levels).then(|| levels(plan)),
        Item::Priority(reference) => of_priority(plan.priority(reference)?, field),
        Item::Aim(reference) => {
            let aim = plan.aim(reference)?;
            match field {
                Field::Title => Some(aim.title.clone()),
                Field::Reference => Some(aim.reference.clone()),
                _ => None,
            }
        }
        Item::Action(reference) => of_action(plan.action(reference)?, field),
        Item::Measure(number) => {
            let measure = plan.measures.get(number.checked_sub(1)?)?;
            match field {
                Field::Text => Some(measure.text.clone()),
                Field::DataSource => Some(text(&measure.data_source_raw)),
                Field::ActionRefs => Some(measure.action_refs.join("\n")),
                _ => None,
            }
        }
        Item::FocusArea(reference) => {
            let area = plan.focus_areas.iter().find(|area| area.reference == *reference)?;
            match field {
                Field::Title => Some(area.title.clone()),
                Field::ActionRefs => Some(area.action_refs.join("\n")),
                Field::JudgementAreas => Some(area.judgement_areas.join("\n")),
                _ => None,
            }
        }
        Item::Person(name) => {
            let person = plan.people.iter().find(|person| person.name == *name)?;
            (field == Field::Post).then(|| text(&person.post))
        }
        Item::Lead(words) => of_lead(plan, words, field),
        Item::Abbreviation(short) => {
            let entry = plan.glossary.iter().find(|entry| entry.abbreviation == *short);
            (field == Field::Meaning).then(|| entry.map(|entry| entry.meaning.clone()).unwrap_or_default())
        }
        Item::DeliveryLeads => (field == Field::Members).then(|| {
            let line = |lead: &sightline_domain::plan::DeliveryLead| format!("{}{STROKE}{}", lead.pillar, lead.text);
            plan.delivery_leads.iter().map(line).collect::<Vec<_>>().join("\n")
        }),
        Item::Board(number) => {
            let board = plan.boards.get(number.checked_sub(1)?)?;
            (field == Field::Members).then(|| board.members.iter().map(member).collect::<Vec<_>>().join("\n"))
        }
    }
}

fn of_priority(priority: &Priority, field: Field) -> Option<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Some(match field {
        Field::Title => text(&priority.title),
        Field::Reference => priority.reference.clone(),
        Field::Leads => leads(&priority.leads),
        Field::KeyAreas => text(&priority.key_areas_raw),
        Field::Objectives => statements(&priority.objectives),
        Field::Outcomes => statements(&priority.outcomes),
        Field::MeasuredBy => statements(&priority.measured_by),
        Field::Impact => priority.impact.join("\n"),
        Field::Targets => priority.targets.iter().map(|target| target.text.as_str()).collect::<Vec<_>>().join("\n"),
        Field::TargetsDue => priority
            .targets
            .iter()
            .find_map(|target| target.due_on)
            .map(|day| day.format("%-d %B %Y").to_string())
            .unwrap_or_default(),
        _ => return None,
    })
}

fn of_action(action: &Action, field: Field) -> Option<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Some(match field {
        Field::Text => text(&action.text),
        Field::Reference => action.reference.clone(),
        Field::Parts => action.parts.iter().map(part).collect::<Vec<_>>().join("\n"),
        Field::Leads => leads(&action.leads),
        Field::Start => text(&action.start_raw),
        Field::Due => text(&action.due_raw),
        Field::Milestones => action.milestones.iter().map(milestone).collect::<Vec<_>>().join("\n"),
        Field::ActionRating => text(&action.action_rating),
        Field::ImpactRating => text(&action.impact_rating),
        Field::Sources => action.sources.join("\n"),
        Field::DeliveredThrough => text(&action.delivered_through_raw),
        Field::HowWillWeKnow => action.how_will_we_know.join("\n"),
        Field::ChildStatements => action.child_statements.join("\n"),
        _ => return None,
    })
}

/// Every lead of the plan that these words name.
pub(super) fn leads_named<'a>(plan: &'a Plan, words: &'a str) -> impl Iterator<Item = &'a Lead> {
    let of_actions = plan.actions.iter().flat_map(|action| &action.leads);
    let of_priorities = plan.priorities.iter().flat_map(|priority| &priority.leads);
    of_actions.chain(of_priorities).filter(move |lead| is_named(lead, words))
}

pub(super) fn is_named(lead: &Lead, words: &str) -> bool {
    lead.raw == words || lead.name == words
}

fn of_lead(plan: &Plan, words: &str, field: Field) -> Option<String> {
    let lead = leads_named(plan, words).next()?;
    Some(match field {
        Field::Who => lead.resolved.clone().unwrap_or_default(),
        Field::Kind => kind_code(lead.kind).to_owned(),
        Field::Holder => {
            let post = plan.posts.iter().find(|post| post.title == lead.name);
            post.and_then(|post| post.holdings.last()).map(|held| held.holder.clone()).unwrap_or_default()
        }
        _ => return None,
    })
}

/// The kinds of lead that a person chooses from, with their codes and words.
pub(super) const LEAD_KINDS: &[(LeadKind, &str, &str)] = &[
    (LeadKind::Person, "person", "A person"),
    (LeadKind::Post, "post", "A post, whoever holds it"),
    (LeadKind::Body, "body", "A group, team or organisation"),
    (LeadKind::ToBeConfirmed, "to_be_confirmed", "To be confirmed"),
];

fn kind_code(kind: LeadKind) -> &'static str {
    LEAD_KINDS.iter().find(|(known, _, _)| *known == kind).map_or("", |(_, code, _)| *code)
}

fn leads(leads: &[Lead]) -> String {
    leads.iter().map(|lead| lead.name.as_str()).collect::<Vec<_>>().join("\n")
}

fn statements(statements: &[Statement]) -> String {
    let lines = statements.iter().flat_map(|statement| {
        let parts = statement.parts.iter().map(|part| format!("- {part}"));
        std::iter::once(statement.text.clone()).chain(parts)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn part(part: &Part) -> String {
    let mut line = part.letter.as_ref().map(|letter| format!("{letter}) ")).unwrap_or_default();
    line.push_str(part.text.as_deref().unwrap_or_default());
    if part.leads_raw.is_some() || part.due_raw.is_some() {
        line.push_str(STROKE);
        line.push_str(part.leads_raw.as_deref().unwrap_or_default());
    }
    if let Some(due) = &part.due_raw {
        line.push_str(STROKE);
        line.push_str(due);
    }
    line
}

fn milestone(milestone: &Milestone) -> String {
    match &milestone.due_raw {
        Some(due) => format!("{}{STROKE}{due}", milestone.text),
        None => milestone.text.clone(),
    }
}

fn member(member: &BoardMember) -> String {
    [member.partner.as_deref(), Some(&member.role), member.name.as_deref()]
        .map(|part| part.unwrap_or_default().to_owned())
        .join(STROKE)
}

fn levels(plan: &Plan) -> String {
    let levels = plan.scale().map_or(&[][..], |scale| &scale.levels);
    let line = |level: &sightline_domain::scale::Level| {
        let definition = level.action_definition.as_deref().map(|words| format!("{STROKE}{words}"));
        format!("{}{STROKE}{}{}", level.code, level.name, definition.unwrap_or_default())
    };
    levels.iter().map(line).collect::<Vec<_>>().join("\n")
}
