//! One comparison for each shape of plan in the census.

use std::collections::BTreeMap;

use serde_json::Value;
use sightline_documents::importers::plan::Imported;
use sightline_domain::plan::{Action, Plan, SourceKind, Statement};
use sightline_domain::schedule::ScheduleKind;

use crate::score::{Score, clean, long, strings};

type Compare = fn(&mut Score, &Value, &Imported, &str);

/// The comparison for a census, by its shape; `None` for a document that is no plan.
pub(crate) fn for_census(census: &Value) -> Option<Compare> {
    if census.get("areas").is_some() {
        Some(areas_with_milestones)
    } else if census.get("pillars").is_some() {
        Some(pillars_with_activities)
    } else if census["priorities"][0].get("aims").is_some() {
        Some(aims_with_actions)
    } else if census["priorities"][0].get("actions").is_some() {
        Some(groups_with_actions)
    } else {
        None
    }
}

fn count(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap_or_default()).unwrap()
}

fn with_parts(action: &Action) -> String {
    let parts: Vec<String> = action
        .parts
        .iter()
        .map(|part| {
            let letter = part.letter.as_ref().map(|letter| format!("{letter}) ")).unwrap_or_default();
            format!("{letter}{} {}", part.text.clone().unwrap_or_default(), part.parts.join(" "))
        })
        .collect();
    format!("{} {}", action.text.clone().unwrap_or_default(), parts.join(" "))
}

fn aims_with_actions(score: &mut Score, census: &Value, imported: &Imported, _kind: &str) {
    let plan = &imported.plan;
    let totals = &census["totals"];
    score.same("priorities", &count(&totals["priorities"]), &plan.priorities.len());
    score.same("aims", &count(&totals["aims"]), &plan.aims.len());
    score.same("actions", &count(&totals["action_rows"]), &plan.actions.len());
    let without = |test: fn(&Action) -> bool| plan.actions.iter().filter(|action| test(action)).count();
    score.same(
        "actions without text",
        &count(&totals["action_rows_without_text"]),
        &without(|action| action.text.is_none()),
    );
    score.same(
        "actions without lead",
        &count(&totals["rows_without_lead"]),
        &without(|action| action.leads_raw.is_none()),
    );
    score.same(
        "actions without timescale",
        &count(&totals["rows_without_timescale"]),
        &without(|action| action.due_raw.is_none()),
    );
    let bare = plan
        .aims
        .iter()
        .filter(|aim| !plan.actions.iter().any(|action| action.aim.as_ref() == Some(&aim.reference)))
        .count();
    score.same("aims without actions", &count(&totals["aims_without_actions"]), &bare);
    let mut progress: BTreeMap<String, usize> = BTreeMap::new();
    for action in &plan.actions {
        *progress.entry(clean(action.action_rating_raw.as_deref().unwrap_or_default())).or_default() += 1;
    }
    let expected: BTreeMap<String, usize> =
        totals["progress"].as_object().unwrap().iter().map(|(code, number)| (code.clone(), count(number))).collect();
    score.same("ratings", &expected, &progress);
    score.same(
        "impact statements",
        &count(&totals["impact_statements"]),
        &plan.priorities.iter().map(|one| one.impact.len()).sum(),
    );
    score.same(
        "levels of the scale",
        &census["ratings"].as_array().unwrap().len(),
        &plan.scales.first().map_or(0, |scale| scale.levels.len()),
    );
    for expected in census["priorities"].as_array().unwrap() {
        let number = expected["number"].to_string();
        let Some(priority) = plan.priority(&number) else {
            score.same("priority", &number, &String::new());
            continue;
        };
        let about = |what: &str| format!("priority {number}: {what}");
        score.text(&about("title"), &expected["title"], priority.title.as_deref().unwrap_or_default());
        score.raw(&about("key areas"), &expected["key_areas_raw"], priority.key_areas_raw.as_deref());
        score.raw(&about("leads"), &expected["overall_leads_raw"], priority.leads_raw.as_deref());
        score.raw(&about("impact heading"), &expected["impact_heading"], priority.impact_heading.as_deref());
        if expected["overall_leads_raw"].is_string() {
            let names: Vec<String> = priority.leads.iter().map(|lead| lead.name.clone()).collect();
            if priority.leads_raw.as_deref().is_some_and(|raw| raw.contains('\t')) {
                // Names cut over several cells: the census puts them together by eye.
                let equal = strings(&expected["overall_leads"]) == names;
                score.by_eye(&about("names"), equal, &names.join("; "));
            } else {
                score.list(&about("names"), &expected["overall_leads"], &names);
            }
        }
        score.list(&about("impact"), &expected["impact"], &priority.impact);
        for aim in expected["aims"].as_array().unwrap() {
            let reference = aim["ref"].as_str().unwrap();
            score.text(&format!("aim {reference}"), &aim["title"], plan.aim(reference).map_or("", |aim| &aim.title));
            let got: Vec<&Action> =
                plan.actions.iter().filter(|action| action.aim.as_deref() == Some(reference)).collect();
            let wanted = aim["actions"].as_array().unwrap();
            score.same(&format!("aim {reference}: actions"), &wanted.len(), &got.len());
            for (at, (wanted, got)) in wanted.iter().zip(&got).enumerate() {
                let about = |what: &str| format!("{reference}/{}: {what}", at + 1);
                score.text_or(
                    &about("text"),
                    &wanted["action"],
                    got.text.as_deref().unwrap_or_default(),
                    &with_parts(got),
                );
                score.raw(&about("leads"), &wanted["lead_raw"], got.leads_raw.as_deref());
                score.raw(&about("timescale"), &wanted["timescale_raw"], got.due_raw.as_deref());
                score.raw(&about("rating"), &wanted["progress_raw"], got.action_rating_raw.as_deref());
                let level = wanted["progress"].as_u64().map(|level| level.to_string());
                score.same(&about("level"), &level, &got.action_rating);
                if let Some(parts) = wanted["sub_actions"].as_array() {
                    score.same(&about("parts"), &parts.len(), &got.parts.len());
                }
                score.same(&about("priority"), &number, &got.priority);
            }
        }
    }
}

fn statements(list: &[Statement]) -> Vec<String> {
    list.iter().map(|one| one.text.clone()).collect()
}

fn areas_with_milestones(score: &mut Score, census: &Value, imported: &Imported, _kind: &str) {
    let plan = &imported.plan;
    let totals = &census["totals"];
    let sum = |of: fn(&sightline_domain::plan::Priority) -> usize| plan.priorities.iter().map(of).sum::<usize>();
    score.same("areas", &count(&totals["areas"]), &plan.priorities.len());
    score.same("objectives", &count(&totals["objectives"]), &sum(|one| one.objectives.len()));
    score.same("outcomes", &count(&totals["outcomes"]), &sum(|one| one.outcomes.len()));
    score.same(
        "outcome sub-bullets",
        &count(&totals["outcome_sub_bullets"]),
        &sum(|one| one.outcomes.iter().map(|outcome| outcome.parts.len()).sum()),
    );
    score.same("measured by", &count(&totals["measured_by"]), &sum(|one| one.measured_by.len()));
    score.same("actions", &count(&totals["actions"]), &plan.actions.len());
    score.same(
        "placeholders",
        &count(&totals["placeholder_actions"]),
        &plan.actions.iter().filter(|one| one.placeholder).count(),
    );
    score.same("milestones", &count(&totals["milestones"]), &plan.actions.iter().map(|one| one.milestones.len()).sum());
    let not_tbc = plan.actions.iter().flat_map(|one| &one.milestones).filter(|one| one.text != "TBC").count();
    score.same("milestones, not TBC", &count(&totals["milestones_not_counting_TBC"]), &not_tbc);
    let several = plan.actions.iter().filter(|one| one.milestones.len() > 1).count();
    score.same("actions of several milestones", &count(&totals["multi_milestone_actions"]), &several);
    let asked: Vec<String> =
        imported.problems.iter().filter(|one| one.code == "SL-I324").filter_map(|one| one.about.clone()).collect();
    score.same("pairings asked", &strings(&totals["actions_with_milestones_ne_dates"]), &asked);
    let mut leads: BTreeMap<String, usize> = BTreeMap::new();
    for action in &plan.actions {
        *leads.entry(clean(action.leads_raw.as_deref().unwrap_or_default())).or_default() += 1;
    }
    let expected: BTreeMap<String, usize> =
        totals["lead_cells"].as_object().unwrap().iter().map(|(lead, number)| (lead.clone(), count(number))).collect();
    score.same("lead cells", &expected, &leads);
    for expected in census["areas"].as_array().unwrap() {
        let number = expected["number"].to_string();
        let Some(priority) = plan.priority(&number) else {
            score.same("area", &number, &String::new());
            continue;
        };
        score.text(&format!("area {number}: title"), &expected["title"], priority.title.as_deref().unwrap_or_default());
        score.list(&format!("area {number}: objectives"), &expected["objectives"], &statements(&priority.objectives));
        score.list(&format!("area {number}: outcomes"), &expected["outcomes"], &statements(&priority.outcomes));
        score.list(
            &format!("area {number}: measured by"),
            &expected["measured_by"],
            &statements(&priority.measured_by),
        );
        for wanted in expected["actions"].as_array().unwrap() {
            let reference = wanted["ref"].as_str().unwrap();
            let about = |what: &str| format!("{reference}: {what}");
            let Some(got) = plan.action(reference) else {
                score.same("action", &reference.to_owned(), &String::new());
                continue;
            };
            score.same(&about("area"), &number, &got.priority);
            score.text_or(&about("text"), &wanted["action"], got.text.as_deref().unwrap_or_default(), &with_parts(got));
            score.raw(&about("lead"), &wanted["delivery_lead_raw"], got.leads_raw.as_deref());
            let names: Vec<String> = got.leads.iter().map(|lead| lead.name.clone()).collect();
            score.list(&about("leads"), &wanted["leads"], &names);
            score.raw(&about("target cell"), &wanted["target_cell_raw"], got.due_raw.as_deref());
            let milestones: Vec<String> = got.milestones.iter().map(|one| one.text.clone()).collect();
            score.list(&about("milestones"), &wanted["milestones"], &milestones);
            let dates = strings(&wanted["target_dates_raw"]);
            if dates.len() == milestones.len() {
                let paired: Vec<String> =
                    got.milestones.iter().map(|one| one.due_raw.clone().unwrap_or_default()).collect();
                score.same(&about("milestone dates"), &dates, &paired);
            } else {
                score.same(
                    &about("no date is guessed"),
                    &true,
                    &got.milestones.iter().all(|one| one.due_raw.is_none()),
                );
            }
            if let Some(bullets) = wanted["action_bullets"].as_array() {
                score.same(&about("parts"), &bullets.len(), &got.parts.len());
            }
            score.same(&about("placeholder"), &wanted["placeholder"].as_bool().unwrap_or(false), &got.placeholder);
        }
    }
    let tbc = plan
        .actions
        .iter()
        .flat_map(|one| &one.milestones)
        .filter_map(|one| one.due_raw.as_deref())
        .filter(|raw| raw.eq_ignore_ascii_case("tbc"))
        .count()
        + plan
            .actions
            .iter()
            .filter(|one| {
                one.milestones.iter().all(|step| step.due_raw.is_none())
                    && one.schedule.kind == ScheduleKind::ToBeConfirmed
            })
            .count();
    score.same("dates to be confirmed", &count(&totals["tbc_dates"]), &tbc);
}

fn pillars_with_activities(score: &mut Score, census: &Value, imported: &Imported, kind: &str) {
    let plan = &imported.plan;
    let totals = &census["totals"];
    score.same("pillars", &count(&totals["pillars"]), &plan.pillars.len());
    score.same("priorities", &count(&totals["priorities"]), &plan.priorities.len());
    score.same("activities", &count(&totals["activities"]), &plan.actions.len());
    score.same("sub-items", &count(&totals["sub_items"]), &plan.actions.iter().map(|one| one.parts.len()).sum());
    score.same(
        "activities with a reference",
        &count(&totals["activities_with_inspection_ref"]),
        &plan.actions.iter().filter(|one| !one.sources.is_empty()).count(),
    );
    score.same("targets", &count(&totals["targets"]), &plan.priorities.iter().map(|one| one.targets.len()).sum());
    let numbered = plan.priorities.iter().flat_map(|one| &one.targets).filter(|one| one.value.is_some()).count();
    score.same("targets with a number", &count(&totals["targets_with_a_number"]), &numbered);
    score.same(
        "impact statements",
        &count(&totals["impact_statements"]),
        &plan.priorities.iter().map(|one| one.impact.len()).sum(),
    );
    let undated: Vec<String> =
        plan.actions.iter().filter(|one| one.due_raw.is_none()).map(|one| one.reference.clone()).collect();
    score.same("activities without by when", &strings(&totals["activities_without_by_when"]), &undated);
    score.same("delivery leads", &count(&totals["delivery_leads"]), &plan.delivery_leads.len());
    let mut per_pillar: Vec<(String, u64)> = Vec::new();
    for lead in &plan.delivery_leads {
        match per_pillar.last_mut() {
            Some((pillar, number)) if *pillar == lead.pillar => *number += 1,
            _ => per_pillar.push((lead.pillar.clone(), 1)),
        }
    }
    let wanted: Vec<u64> =
        totals["delivery_leads_per_pillar"].as_array().unwrap().iter().filter_map(Value::as_u64).collect();
    score.same("delivery leads by pillar", &wanted, &per_pillar.iter().map(|(_, number)| *number).collect());
    let members: Vec<_> = plan.boards.iter().flat_map(|board| &board.members).collect();
    score.same("board members", &count(&totals["board_members"]), &members.len());
    score.same(
        "vacant seats",
        &count(&totals["board_members_TBC"]),
        &members.iter().filter(|member| member.is_vacant).count(),
    );
    let mut partners: Vec<_> = members.iter().map(|member| member.partner.clone()).collect();
    partners.sort();
    partners.dedup();
    score.same("partners", &count(&totals["board_partners"]), &partners.len());
    for (wanted, got) in census["board_members"].as_array().unwrap().iter().zip(&members) {
        score.raw("board member", &wanted["name"], got.name.as_deref());
        score.raw("board role", &wanted["role"], Some(&got.role));
        score.raw("board partner", &wanted["partner"], got.partner.as_deref());
    }
    score.same("abbreviations", &count(&totals["abbreviations"]), &plan.glossary.len());
    for (wanted, got) in census["abbreviations"].as_array().unwrap().iter().zip(&plan.glossary) {
        score.raw("abbreviation", &wanted["abbr"], Some(got.abbreviation_raw.as_deref().unwrap_or(&got.abbreviation)));
        score.text("meaning", &wanted["meaning"], &got.meaning);
    }
    for (wanted, got) in census["pillars"].as_array().unwrap().iter().zip(&plan.pillars) {
        score.text("pillar", &wanted["title"], &got.title);
        score.raw("pillar lead", &wanted["lead_raw"], got.leads_raw.as_deref());
    }
    for wanted in census["priorities"].as_array().unwrap() {
        pillar_priority(score, wanted, plan, kind);
    }
}

fn pillar_priority(score: &mut Score, wanted: &Value, plan: &Plan, kind: &str) {
    let reference = wanted["ref"].as_str().unwrap();
    let Some(priority) = plan.priority(reference) else {
        score.same("priority", &reference.to_owned(), &String::new());
        return;
    };
    let about = |what: &str| format!("priority {reference}: {what}");
    score.raw(&about("ref as printed"), &wanted["ref_raw"], priority.ref_raw.as_deref());
    score.text(&about("title"), &wanted["title"], priority.title.as_deref().unwrap_or_default());
    score.same(&about("pillar"), &wanted["pillar"].to_string(), &priority.pillar.clone().unwrap_or_default());
    score.raw(&about("targets heading"), &wanted["targets_heading"], priority.targets_heading.as_deref());
    let targets: Vec<String> = priority.targets.iter().map(|one| one.text.clone()).collect();
    score.list_by_eye(&about("targets"), &wanted["targets"], &targets);
    score.list_by_eye(&about("impact"), &wanted["impact"], &priority.impact);
    if kind != "xlsx" {
        // The workbook leaves it out.
        score.raw(&about("what good looks like"), &wanted["what_good_looks_like"], priority.good_looks_like.as_deref());
    }
    for activity in wanted["activities"].as_array().unwrap() {
        let reference = activity["ref"].as_str().unwrap();
        let about = |what: &str| format!("{reference}: {what}");
        let Some(got) = plan.action(reference) else {
            score.same("activity", &reference.to_owned(), &String::new());
            continue;
        };
        score.text_or(&about("text"), &activity["text"], got.text.as_deref().unwrap_or_default(), &with_parts(got));
        score.list(&about("references"), &activity["inspection_refs"], &got.sources);
        let clear = activity["split"].as_str() == Some("clear");
        for (field, got) in [
            ("leads_raw", &got.leads_raw),
            ("by_when_raw", &got.due_raw),
            ("delivered_through_raw", &got.delivered_through_raw),
        ] {
            if clear
                && kind == "xlsx"
                && field == "by_when_raw"
                && got.as_deref().is_some_and(|got| shown_as_date(&activity[field], got))
            {
                // A real date cell shows its number format: 31/01/21 where the paper prints 31/1/21.
                score.same(&about("date"), &true, &true);
            } else if clear {
                score.raw(&about(field), &activity[field], got.as_deref());
            } else {
                let equal = activity[field].as_str().map(clean) == got.as_deref().map(clean);
                score.by_eye(&about(field), equal, &format!("{} / {got:?}", activity[field]));
            }
        }
        let letters: Vec<String> = activity["sub_items"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|item| item["letter"].as_str().map(str::to_owned))
            .collect();
        let got_letters: Vec<String> = got.parts.iter().filter_map(|part| part.letter.clone()).collect();
        score.same(&about("letters"), &letters, &got_letters);
        for (item, part) in activity["sub_items"].as_array().into_iter().flatten().zip(&got.parts) {
            // The census leaves a reference at the end of the last item to the activity.
            let printed = part.text.clone().unwrap_or_default();
            let bare =
                got.sources.iter().fold(printed.clone(), |text, source| text.replace(&format!("({source})"), ""));
            let is_bare = item["text"].as_str().map(long) == Some(long(&bare));
            score.text(&about("sub-item"), &item["text"], if is_bare { &bare } else { &printed });
        }
    }
}

/// Whether a date cell shows the day that the paper prints.
fn shown_as_date(printed: &Value, shown: &str) -> bool {
    let words = sightline_documents::importers::plan::Vocabulary::built_in().unwrap();
    let day = |text: &str| sightline_domain::schedule::read_date(text, words.dates());
    day(shown).is_some() && printed.as_str().and_then(day) == day(shown)
}

fn groups_with_actions(score: &mut Score, census: &Value, imported: &Imported, kind: &str) {
    let plan = &imported.plan;
    let totals = &census["totals"];
    score.same("priorities", &count(&totals["priorities"]), &plan.priorities.len());
    score.same("actions", &count(&totals["actions"]), &plan.actions.len());
    let mut groups: Vec<(String, String)> =
        plan.actions.iter().filter_map(|one| one.group.clone().map(|group| (one.priority.clone(), group))).collect();
    groups.dedup();
    score.same("group headings", &count(&totals["printed_group_headings"]), &groups.len());
    score.same(
        "child statements",
        &count(&totals["child_statements"]),
        &plan.actions.iter().map(|one| one.child_statements.len()).sum(),
    );
    score.same(
        "how statements",
        &count(&totals["how_statements"]),
        &plan.actions.iter().map(|one| one.how_will_we_know.len()).sum(),
    );
    let refs = |test: fn(&Action) -> bool| -> Vec<String> {
        plan.actions.iter().filter(|one| test(one)).map(|one| one.reference.clone()).collect()
    };
    score.same(
        "without child",
        &strings(&totals["actions_without_child"]),
        &refs(|one| one.child_statements.is_empty()),
    );
    score.same("without start", &strings(&totals["actions_without_start"]), &refs(|one| one.start_raw.is_none()));
    score.same("without end", &strings(&totals["actions_without_end"]), &refs(|one| one.due_raw.is_none()));
    score.same(
        "with tags",
        &count(&totals["actions_with_tags"]),
        &plan.actions.iter().filter(|one| !one.sources.is_empty()).count(),
    );
    let mut tags: BTreeMap<String, usize> = BTreeMap::new();
    for tag in plan.actions.iter().flat_map(|one| &one.sources) {
        *tags.entry(tag.clone()).or_default() += 1;
    }
    let wanted: BTreeMap<String, usize> =
        totals["tags"].as_object().unwrap().iter().map(|(tag, number)| (tag.clone(), count(number))).collect();
    score.same("tags", &wanted, &tags);
    score.same("focus areas", &count(&totals["focus_areas"]), &plan.focus_areas.len());
    score.same("measures", &count(&totals["measures"]), &plan.measures.len());
    let of_kind = |wanted: SourceKind| plan.measures.iter().filter(|one| one.source_kind == wanted).count();
    for (name, kind) in [
        ("scorecard", SourceKind::Scorecard),
        ("to be developed", SourceKind::ToBeDeveloped),
        ("other", SourceKind::Other),
        ("blank", SourceKind::Blank),
    ] {
        score.same(&format!("measures: {name}"), &count(&totals["measures_by_source_kind"][name]), &of_kind(kind));
    }
    let in_none: Vec<String> = plan
        .actions
        .iter()
        .filter(|one| !plan.measures.iter().any(|measure| measure.action_refs.contains(&one.reference)))
        .map(|one| one.reference.clone())
        .collect();
    score.same("actions in no focus area", &strings(&totals["actions_in_no_focus_area"]), &in_none);
    score.same("post holders", &count(&totals["post_holders"]), &plan.posts.len());
    score.same("levels", &count(&totals["brag"]), &plan.scales.first().map_or(0, |scale| scale.levels.len()));
    score.same(
        "ratings filled",
        &count(&totals["rag_values_filled"]),
        &plan.actions.iter().filter(|one| one.action_rating.is_some() || one.impact_rating.is_some()).count(),
    );
    if kind != "xlsx" {
        // The workbook holds the tables only.
        for (name, section) in [
            ("goals", "goals"),
            ("principles", "principles"),
            ("linked_strategies", "linked_plans"),
            ("practice_improvement_activities", "practice_improvement"),
            ("performance_inputs", "performance_inputs"),
        ] {
            let items: Vec<String> = plan
                .sections
                .iter()
                .filter(|one| one.kind.as_deref() == Some(section))
                .flat_map(|one| one.items.clone())
                .collect();
            score.same(name, &count(&totals[name]), &items.len());
            score.list(name, &census[name], &items);
        }
    }
    for (wanted, got) in census["post_holders"].as_array().unwrap().iter().zip(&plan.posts) {
        score.raw("post", &wanted["title"], Some(&got.title));
        score.raw("holder", &wanted["holder"], got.holdings.first().map(|one| one.holder.as_str()));
    }
    for (wanted, got) in census["measures"].as_array().unwrap().iter().zip(&plan.measures) {
        score.raw("measure: area", &wanted["focus_area"], got.focus_area.as_deref());
        score.text("measure", &wanted["measure"], &got.text);
        score.same("measure: actions", &strings(&wanted["action_refs"]), &got.action_refs);
        score.raw("measure: source", &wanted["data_source_raw"], got.data_source_raw.as_deref());
        if wanted.get("scorecard_ref").is_some() {
            score.raw("measure: line", &wanted["scorecard_ref"], got.scorecard_ref.as_deref());
        }
    }
    for wanted in census["focus_areas"].as_array().unwrap() {
        let id = wanted["id"].as_str().unwrap();
        let got = plan.focus_areas.iter().find(|one| one.reference == id);
        score.text("focus area", &wanted["title"], got.map_or("", |one| &one.title));
        let judgements = got.map(|one| one.judgement_areas.clone()).unwrap_or_default();
        let expected = if wanted["judgement_area"] == "all four" {
            strings(&census["judgement_areas"])
        } else {
            vec![wanted["judgement_area"].as_str().unwrap().to_owned()]
        };
        score.same(&format!("{id}: judgement areas"), &expected, &judgements);
    }
    for expected in census["priorities"].as_array().unwrap() {
        let number = expected["number"].to_string();
        let Some(priority) = plan.priority(&number) else {
            score.same("priority", &number, &String::new());
            continue;
        };
        score.text("title", &expected["title"], priority.title.as_deref().unwrap_or_default());
        score.raw("lead", &expected["lead_raw"], priority.leads_raw.as_deref());
        if kind != "xlsx" {
            score.text("statement", &expected["statement"], priority.statement.as_deref().unwrap_or_default());
        }
        for wanted in expected["actions"].as_array().unwrap() {
            grouped_action(score, wanted, &number, plan, kind);
        }
    }
}

fn grouped_action(score: &mut Score, wanted: &Value, number: &str, plan: &Plan, kind: &str) {
    let reference = wanted["ref"].as_str().unwrap();
    let about = |what: &str| format!("{reference}: {what}");
    let Some(got) = plan.action(reference) else {
        score.same("action", &reference.to_owned(), &String::new());
        return;
    };
    score.same(&about("priority"), &number.to_owned(), &got.priority);
    score.raw(&about("group"), &wanted["group"], got.group.as_deref());
    score.text(&about("text"), &wanted["action"], got.text.as_deref().unwrap_or_default());
    if wanted.get("bullets").is_some() {
        let parts: Vec<String> = got.parts.iter().filter_map(|part| part.text.clone()).collect();
        score.list(&about("parts"), &wanted["bullets"], &parts);
    }
    score.same(&about("tags"), &strings(&wanted["tags"]), &got.sources);
    score.raw(&about("tags as printed"), &wanted["tags_raw"], got.sources_raw.as_deref());
    score.raw(&about("lead"), &wanted["lead_raw"], got.leads_raw.as_deref());
    let names: Vec<String> = got.leads.iter().map(|lead| lead.name.clone()).collect();
    score.list(&about("leads"), &wanted["leads"], &names);
    score.raw(&about("start"), &wanted["start_raw"], got.start_raw.as_deref());
    score.raw(&about("end"), &wanted["end_raw"], got.due_raw.as_deref());
    for (field, marked, got) in [
        ("how", "how_marked_paragraphs", &got.how_will_we_know),
        ("child", "child_marked_paragraphs", &got.child_statements),
    ] {
        if wanted[marked] == true || kind != "text" {
            score.list(&about(field), &wanted[field], got);
        } else {
            let list: Vec<String> = got.iter().map(|text| long(text)).collect();
            score.list_by_eye(&about(field), &wanted[field], &list);
        }
    }
    score.raw(&about("action rating"), &wanted["action_rag"], got.action_rating_raw.as_deref());
    score.raw(&about("impact rating"), &wanted["impact_rag"], got.impact_rating_raw.as_deref());
}
