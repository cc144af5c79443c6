//! Sentences about one linked measure, made by rule.

use super::judge::{BEYOND, LEAST_NEIGHBOURS, LEAST_SHOWN, LEAST_TO_JUDGE, SUSTAINED, WINDOW};
use super::words::{day_words, figure_words, many, statistic_words};
use super::{LinkFigures, LinkState, LinkTarget, LinkVerdict, MeasureLink, Side, TargetState, WindowPoint};
use crate::measure::{Better, Period};

/// Why the verdict on a measure is as it is; `said` is what its figures say, whatever became of the link.
pub(super) fn reasons(link: &MeasureLink, verdict: &LinkVerdict, said: LinkState) -> Vec<String> {
    let name = &link.name;
    let mut reasons = Vec::new();
    match verdict.state {
        LinkState::Withdrawn => {
            reasons.push(format!("{name}: the link was taken back, so it counts as linked without figures."));
        }
        LinkState::WithdrawnWorsening => reasons
            .push(format!("{name}: the link was taken back, but the measure is worsening, and that still counts.")),
        LinkState::OutOfDate => {
            let latest = verdict.figures.latest.last().map(|point| point.period);
            let of =
                latest.map_or_else(|| "older than the start".to_owned(), |period| format!("of {}", period.words()));
            reasons.push(format!("{name}: out of date. Its latest figure is {of}."));
        }
        _ => {}
    }
    reasons.push(format!("{name}: {}", said_sentence(link, &verdict.figures, said)));
    if let Some(shown) = shown_figures(link, &verdict.figures, said) {
        reasons.push(shown);
    }
    reasons.extend(target_sentences(link, verdict));
    reasons
}

fn said_sentence(link: &MeasureLink, figures: &LinkFigures, said: LinkState) -> String {
    let mean = mean_words(link, figures);
    let month = |point: Option<&WindowPoint>| point.map(|point| point.period);
    let span = match (month(figures.latest.first()), month(figures.latest.last())) {
        (Some(first), Some(last)) if first != last => format!("{} to {}", first.words(), last.words()),
        (Some(only), _) => only.words(),
        (None, _) => String::new(),
    };
    let count = |wanted: &[Side]| figures.latest.iter().filter(|point| wanted.contains(&point.side)).count();
    let change = |limit: Side, side: Side| {
        let all = count(&[limit, side]) == WINDOW;
        let word = if limit == Side::BeyondBetter { "better" } else { "worse" };
        if all {
            format!("each of the last {WINDOW} months ({span}) is {word} than {mean}")
        } else {
            let beyond = many(count(&[limit]), "month");
            format!(
                "{beyond} of the last {} ({span}) beyond the {word} limit, {}",
                figures.latest.len(),
                limit_words(link, figures, limit)
            )
        }
    };
    match said {
        LinkState::Improving => format!("improving. That is, {}.", change(Side::BeyondBetter, Side::Better)),
        LinkState::Worsening => format!("worsening. That is, {}.", change(Side::BeyondWorse, Side::Worse)),
        LinkState::Holding => format!(
            "holding. It is to stay as good as it was: its target was met in {} of {} months before the start, is met at \
             each of the last {SUSTAINED}, and it is not worsening.",
            figures.met_before.unwrap_or(0),
            figures.baseline_points
        ),
        LinkState::NoChange => format!(
            "no change beyond noise. Of the last {} months ({span}), {} lie better than {mean}, and {} worse; a change would \
             show as {WINDOW} in a row on one side, or {BEYOND} beyond a limit.",
            figures.latest.len(),
            count(&[Side::Better, Side::BeyondBetter]),
            count(&[Side::Worse, Side::BeyondWorse])
        ),
        LinkState::TooEarly => format!(
            "too early to tell. There {} since the start on {}, and {WINDOW} are needed unless {BEYOND} lie beyond a limit.",
            are_figures(figures.points_after),
            day_words(link.starts_on)
        ),
        LinkState::NotEnoughHistory if figures.baseline_points >= LEAST_TO_JUDGE => format!(
            "not enough history. Its {} before the start are so full of gaps that only {} follow one another; \
             {LEAST_NEIGHBOURS} are needed for limits.",
            many(figures.baseline_points, "figure"),
            many(figures.neighbours, "pair")
        ),
        LinkState::NotEnoughHistory => format!(
            "not enough history. There {} in the two years before the start on {}, and {LEAST_TO_JUDGE} are needed to \
             tell change from noise.",
            are_figures(figures.baseline_points),
            day_words(link.starts_on)
        ),
        LinkState::NoFigures => "linked, and without a single figure.".to_owned(),
        LinkState::NeitherIsBetter => {
            "neither a higher nor a lower figure is better, so it can show no effect.".to_owned()
        }
        LinkState::OutOfDate | LinkState::Withdrawn | LinkState::WithdrawnWorsening => {
            format!("{}.", said.words())
        }
    }
}

/// The figures of a baseline that is shown and not judged.
fn shown_figures(link: &MeasureLink, figures: &LinkFigures, said: LinkState) -> Option<String> {
    if said != LinkState::NotEnoughHistory || figures.baseline_points < LEAST_SHOWN {
        return None;
    }
    let latest = figures.latest.last()?;
    Some(format!(
        "Shown without a verdict: {} against {} ({}).",
        figure_words(latest.value?, link.places, &link.unit),
        mean_words(link, figures),
        latest.period.words()
    ))
}

fn target_sentences(link: &MeasureLink, verdict: &LinkVerdict) -> Vec<String> {
    let (name, figures) = (&link.name, &verdict.figures);
    let mut sentences = Vec::new();
    let Some(target) = verdict.target_value else {
        if verdict.target == TargetState::TakenBack {
            sentences.push(format!("The target of {name} was taken back, so nothing shows that it was sustained."));
        }
        return sentences;
    };
    let words = target_words(link, target);
    match verdict.target {
        TargetState::Sustained => {
            sentences.push(format!("The target of {name}, {words}, is met at each of the last {SUSTAINED} figures."));
        }
        TargetState::Met => sentences.push(format!(
            "The target of {name}, {words}, is met at the latest figure, and not yet at {SUSTAINED} in a row."
        )),
        TargetState::NotMet => sentences.push(format!("The target of {name}, {words}, is not met.")),
        TargetState::NoFigure => {
            sentences.push(format!("The target of {name} is {words}; there is no figure since the start to compare."));
        }
        TargetState::NoTarget | TargetState::TakenBack => {}
    }
    let is_met = matches!(verdict.target, TargetState::Sustained | TargetState::Met);
    if is_met
        && verdict.state != LinkState::Holding
        && let Some(met) = figures.met_before.filter(|met| *met > 0)
    {
        sentences.push(format!(
            "It was met in {met} of {} months before the action began, so meeting it proves nothing about the action.",
            figures.baseline_points
        ));
    } else if is_met && !verdict.state.is_good() {
        sentences.push("A target met is by itself no sign of impact: noise meets a near one.".to_owned());
    }
    sentences
}

/// What would change the verdict on a measure.
pub(super) fn would_change(link: &MeasureLink, verdict: &LinkVerdict) -> Vec<String> {
    let (name, figures) = (&link.name, &verdict.figures);
    let change = |word: &str, limit: Side| match figures.limits {
        Some(_) => format!(
            "{WINDOW} months in a row {word} than {}, or {BEYOND} of {WINDOW} beyond {}",
            short_mean(link, figures),
            limit_words(link, figures, limit)
        ),
        None => format!("{WINDOW} months in a row {word} than {}", short_mean(link, figures)),
    };
    let better = || change("better", Side::BeyondBetter);
    let sentence = match verdict.state {
        // Without limits only the run is left.
        LinkState::Improving if figures.limits.is_none() => {
            format!("{name}: a month that is no longer better than {}.", short_mean(link, figures))
        }
        LinkState::Improving => format!(
            "{name}: a month beyond {}; or one that is no longer better than {}, with fewer than {BEYOND} of the last {WINDOW} \
             beyond {}.",
            limit_words(link, figures, Side::BeyondWorse),
            short_mean(link, figures),
            limit_words(link, figures, Side::BeyondBetter)
        ),
        LinkState::Holding => {
            format!("{name}: a latest figure that misses the target, or {}.", change("worse", Side::BeyondWorse))
        }
        LinkState::NoChange | LinkState::Worsening => format!("{name}: improving needs {}.", better()),
        LinkState::TooEarly => {
            let more = many(WINDOW.saturating_sub(figures.points_after), "figure");
            format!("{name}: {more} more until it is judged; improving needs {}.", better())
        }
        LinkState::NotEnoughHistory => format!(
            "{name}: {LEAST_TO_JUDGE} figures from the two years before {}, for instance from earlier extracts.",
            day_words(link.starts_on)
        ),
        LinkState::NoFigures => format!("{name}: figures, from extracts that the measure can be counted in."),
        LinkState::NeitherIsBetter => {
            format!("{name}: another measure in its place, one of which it is known which way is better.")
        }
        LinkState::OutOfDate => format!("{name}: newer figures."),
        LinkState::Withdrawn => format!("{name}: the measure linked again, or another one in its place as well."),
        LinkState::WithdrawnWorsening => format!(
            "{name}: the measure linked again, so that its newer figures count, or the sponsor’s word that it was linked \
             by mistake."
        ),
    };
    vec![sentence]
}

fn mean_words(link: &MeasureLink, figures: &LinkFigures) -> String {
    let mean = figures.mean.map_or_else(|| "unknown".to_owned(), |mean| statistic_words(mean, link.places, &link.unit));
    let months = figures.baseline.map_or_else(|| "no month".to_owned(), |period| months_words(figures, period));
    format!("the mean before the start, {mean} ({months})")
}

fn short_mean(link: &MeasureLink, figures: &LinkFigures) -> String {
    figures.mean.map_or_else(
        || "the mean before the start".to_owned(),
        |mean| format!("the mean of {}", statistic_words(mean, link.places, &link.unit)),
    )
}

fn months_words(figures: &LinkFigures, period: Period) -> String {
    let first = Period::month_of(period.from).words();
    let last = Period::month_of(period.to).words();
    format!("{}, {first} to {last}", many(figures.baseline_points, "month"))
}

fn limit_words(link: &MeasureLink, figures: &LinkFigures, side: Side) -> String {
    let Some(limits) = figures.limits else { return "a limit, of which there is none".to_owned() };
    let is_upper = (side == Side::BeyondBetter) == (link.better == Better::Higher);
    statistic_words(if is_upper { limits.upper } else { limits.lower }, link.places, &link.unit)
}

fn target_words(link: &MeasureLink, target: LinkTarget) -> String {
    format!(
        "{} {} by {}",
        target.comparison.words(),
        figure_words(target.value, link.places, &link.unit),
        day_words(target.for_on)
    )
}

fn are_figures(count: usize) -> String {
    match count {
        0 => "is no figure".to_owned(),
        1 => "is 1 figure".to_owned(),
        _ => format!("are {count} figures"),
    }
}
