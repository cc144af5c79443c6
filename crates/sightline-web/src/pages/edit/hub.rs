//! Where editing a plan begins.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::policy::{Action, Target};

use crate::components::{Breadcrumbs, Link};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "edit/hub.html")]
struct HubPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    title: String,
    tasks: Vec<Task>,
}

struct Task {
    link: Link,
    about: String,
}

/// What can be done.
pub(super) async fn show(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let (summary, problems) = site.app.problems(call, Some(&plan)).await?;
    let open = problems.iter().filter(|problem| problem.is_open()).count();
    let own = words::plan_href(&summary.handle);
    let may = |action| call.allows(action, &Target::Plan(&summary));
    let task = |text: &str, path: &str, about: &str| Task {
        link: Link::new(text, format!("{own}/{path}")),
        about: about.to_owned(),
    };
    let mut tasks = vec![
        task("Add an action", "edit/add", "Under a priority or aim, with a reference of its own."),
        task("Put actions in another order", "edit/order", "Within a priority or aim."),
    ];
    if may(Action::RegisterAmend) {
        tasks.push(task("Priorities", "edit/priorities", "Their titles and who sponsors them."));
        tasks.push(task(
            "Registers",
            "registers",
            "People, posts and who holds them, bodies, inspections and their findings.",
        ));
    }
    tasks.push(task("Baselines", "baselines", "Freeze the plan under a name, to compare with later."));
    let questions = if open == 0 {
        "Every question of the import is settled.".to_owned()
    } else {
        format!("{} left open by the import.", words::capital(&words::count(open, "question", "questions")))
    };
    tasks.push(task("Open questions", "edit/questions", &questions));
    Ok(render::page(&HubPage {
        frame,
        breadcrumbs: PlanNavigation::breadcrumbs(&summary, true),
        navigation: PlanNavigation::plain(call, &summary, "edit"),
        title: plan_title(&summary),
        tasks,
    }))
}
