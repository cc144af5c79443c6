//! A risk or issue is added, reviewed or changed.

use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::risk::{Mitigation, Risk, RiskKind, RiskLevel, RiskScale};
use sightline_app::policy::{Action, Target};
use sightline_app::{Error, MitigationInput, PlanView, RiskInput, RiskView};

use super::risk_href;
use super::show::breadcrumbs;
use crate::components::{Checkboxes, Choice};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::boards::{
    FormWords, Group, MOST_ROWS, area, beside, day, day_of, digits, line, number_of, required, required_day, rows,
    select, tick,
};
use crate::pages::plans::navigation::plan_title;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// Empty rows for more mitigations.
const MORE_MITIGATIONS: usize = 2;

/// The form for another entry.
pub(super) async fn show_new(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = plan_of(&site, &visitor, &plan).await?;
    let mut typed = Typed::default();
    typed.set("appetite", RiskScale::five_by_five().appetite.to_string());
    Ok(page(frame, &view, None, &typed, &FormErrors::default()))
}

/// Adds another entry.
pub(super) async fn save_new(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = plan_of(&site, &visitor, &plan).await?;
    keep(&site, &visitor, frame, &view, None, &typed).await
}

/// The form for an entry that is there.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = plan_of(&site, &visitor, &plan).await?;
    let risk = managed(&site, &visitor, &plan, number).await?.risk;
    let typed = filled_in(&risk, visitor.call().today);
    Ok(page(frame, &view, Some(&risk), &typed, &FormErrors::default()))
}

/// Changes an entry that is there.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = plan_of(&site, &visitor, &plan).await?;
    let risk = managed(&site, &visitor, &plan, number).await?.risk;
    keep(&site, &visitor, frame, &view, Some(&risk), &typed).await
}

/// An open entry, for somebody who keeps the register.
pub(super) async fn managed(site: &Site, visitor: &Visitor, plan: &str, number: u64) -> Result<RiskView, PageError> {
    let view = site.app.risk(visitor.call(), plan, number).await?;
    visitor.call().may_on(Action::BoardManage, &Target::Plan(&view.summary))?;
    if view.risk.closed.is_some() { Err(PageError::NotFound) } else { Ok(view) }
}

async fn plan_of(site: &Site, visitor: &Visitor, plan: &str) -> Result<PlanView, Error> {
    let view = site.app.plan(visitor.call(), Some(plan), None).await?;
    visitor.call().may_on(Action::BoardManage, &Target::Plan(&view.summary))?;
    Ok(view)
}

async fn keep(
    site: &Site,
    visitor: &Visitor,
    frame: Frame,
    view: &PlanView,
    risk: Option<&Risk>,
    typed: &Typed,
) -> Result<Response, PageError> {
    let plan = view.summary.handle.as_str();
    let errors = match read(typed) {
        Err(errors) => errors,
        Ok(input) => {
            match site.app.save_risk(visitor.call(), plan, risk.map(|risk| risk.number.into()), &input).await {
                Ok(number) => {
                    let said = format!("{} is in the register.", input.title);
                    return Ok(render::done(site, &risk_href(plan, number), said));
                }
                Err(error) => beside("title", error)?,
            }
        }
    };
    Ok(page(frame, view, risk, typed, &errors))
}

fn filled_in(risk: &Risk, today: chrono::NaiveDate) -> Typed {
    let scale = RiskScale::five_by_five();
    let mut typed = Typed::default();
    typed.set("title", &risk.title);
    typed.set("kind", if risk.kind_on(today) == RiskKind::Issue { "issue" } else { "risk" });
    typed.set("effect", &risk.effect);
    typed.set("cause", &risk.cause);
    typed.set("owner", &risk.owner);
    if let Some(score) = risk.score_on(today) {
        typed.set("likelihood", score.likelihood.to_string());
        typed.set("impact", score.impact.to_string());
    }
    typed.set("appetite", risk.appetite_on(today, scale).to_string());
    typed.set_day("review", risk.review_on);
    for action in &risk.actions {
        typed.set("actions", action);
    }
    for (row, Mitigation { text, owner, due_on, done_on }) in risk.mitigations.iter().enumerate() {
        typed.set(format!("mitigation-{row}-text"), text);
        typed.set(format!("mitigation-{row}-owner"), owner);
        typed.set_day(&format!("mitigation-{row}-due"), *due_on);
        if done_on.is_some() {
            typed.set(format!("mitigation-{row}-done"), "yes");
        }
    }
    typed
}

fn read(typed: &Typed) -> Result<RiskInput, FormErrors> {
    let mut errors = FormErrors::default();
    let title = required(typed, &mut errors, "title", "Enter what it is called");
    let kind = if typed.get("kind") == "issue" { RiskKind::Issue } else { RiskKind::Risk };
    let effect = required(typed, &mut errors, "effect", "Say what it would mean for children");
    let owner = required(typed, &mut errors, "owner", "Enter the post that answers for it");
    let likelihood = number_of(typed, &mut errors, "likelihood", "Choose how likely it is");
    if likelihood.is_none() && kind == RiskKind::Risk && errors.of("likelihood").is_none() {
        errors.add("likelihood", "Choose how likely it is");
    }
    let impact = number_of(typed, &mut errors, "impact", "Choose how bad it would be");
    if impact.is_none() && errors.of("impact").is_none() {
        errors.add("impact", "Choose how bad it would be");
    }
    let appetite = number_of(typed, &mut errors, "appetite", "Enter a whole number, such as 8");
    let review_on = required_day(typed, &mut errors, "review", "Enter the day by which it is looked at again");
    let reason = required(typed, &mut errors, "reason", "Say why it is scored so, or what changed");
    let mut mitigations = Vec::new();
    for row in 0..MOST_ROWS {
        let name = |field: &str| format!("mitigation-{row}-{field}");
        let Some(text) = typed.filled(&name("text")) else { continue };
        if typed.filled(&name("owner")).is_none() {
            errors.add(name("owner"), "Enter the post that does this");
        }
        mitigations.push(MitigationInput {
            text: text.to_owned(),
            owner: typed.get(&name("owner")).to_owned(),
            due_on: day_of(typed, &mut errors, &name("due")),
            is_done: typed.get(&name("done")) == "yes",
        });
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(RiskInput {
        title,
        cause: typed.get("cause").to_owned(),
        effect,
        owner,
        kind,
        likelihood: likelihood.unwrap_or_default(),
        impact: impact.unwrap_or_default(),
        appetite,
        mitigations,
        actions: typed.all("actions").map(str::to_owned).collect(),
        review_on: Some(review_on),
        reason,
    })
}

fn levels(levels: &[RiskLevel]) -> Vec<Choice> {
    let choice = |(number, level): (usize, &RiskLevel)| {
        Choice::new(number.to_string(), format!("{number} {}: {}", level.name, level.definition.to_lowercase()))
    };
    std::iter::once(Choice::new("", "Choose a level")).chain((1..).zip(levels).map(choice)).collect()
}

fn page(frame: Frame, view: &PlanView, risk: Option<&Risk>, typed: &Typed, errors: &FormErrors) -> Response {
    let scale = RiskScale::five_by_five();
    let kinds = [Choice::new("risk", "A risk: it may happen"), Choice::new("issue", "An issue: it has happened")];
    let live = view.at.plan.actions.iter().filter(|action| action.is_live() && !action.placeholder);
    let actions = live.map(|action| {
        let words: String = format!("{} {}", action.reference, action.title()).chars().take(140).collect();
        Choice::new(&action.reference, words).chosen(typed.all("actions").any(|chosen| chosen == action.reference))
    });
    let appetite_hint = format!("From 1 to {}; {} unless the board agreed another.", scale.highest(), scale.appetite);
    let mut groups = Group::plain(vec![
        line(typed, errors, "title", "What is it called?", "Such as ‘Too few permanent social workers’."),
        select(typed, errors, "kind", "What is it?", kinds),
        area(typed, errors, "effect", "What would it mean for children?", "Do not name children or families."),
        area(typed, errors, "cause", "Why may it happen? (optional)", ""),
        line(typed, errors, "owner", "Which post answers for it?", ""),
        select(typed, errors, "likelihood", "How likely is it?", levels(&scale.likelihood)),
        select(typed, errors, "impact", "How bad would it be?", levels(&scale.impact)),
        digits(typed, errors, "appetite", "Which score is it to come down to?", &appetite_hint),
        day(typed, errors, "review", "By when is it looked at again?", ""),
        area(
            typed,
            errors,
            "reason",
            "Why is it scored so, or what has changed?",
            "It stands in the history of the entry.",
        ),
        Checkboxes::new("actions", "Which actions of the plan bear on it? (optional)")
            .choices(actions)
            .error(errors.of("actions"))
            .small()
            .into(),
    ]);
    for row in rows(typed, "mitigation", "text", MORE_MITIGATIONS) {
        let name = |field: &str| format!("mitigation-{row}-{field}");
        let fields = vec![
            line(typed, errors, &name("text"), "What is done about it?", ""),
            line(typed, errors, &name("owner"), "Which post does it?", ""),
            day(typed, errors, &name("due"), "By when? (optional)", ""),
            tick(typed, &name("done"), "Is it done?", "It is done"),
        ];
        groups.push(Group { legend: Some(format!("Mitigation {}", row + 1)), fields });
    }
    let (heading, href) = match risk {
        None => ("Add a risk or an issue", format!("{}/new-risk", words::plan_href(&view.summary.handle))),
        Some(risk) => ("Review or change it", format!("{}/edit", risk_href(&view.summary.handle, risk.number.into()))),
    };
    let form = FormWords {
        breadcrumbs: breadcrumbs(&view.summary),
        caption: risk.map_or_else(|| plan_title(&view.summary), |risk| risk.title.clone()),
        heading: heading.to_owned(),
        about: Vec::new(),
        href,
        button: "Keep it in the register",
        hidden: Vec::new(),
        is_warning: false,
    };
    form.page(frame, groups, errors)
}
