//! Teams in a funnel: how far a proportion may lie from that of the whole service by chance.

use sightline_domain::measure::{Exact, Funnel, FunnelPlace, funnel};

use super::axis::{Scale, round_range, tick_words};
use super::marks::{CONCERN, Legend, NEUTRAL, legend};
use super::plot::{Frame, draw_names, draw_values};
use super::svg::{Anchor, Svg, wrapped};
use super::{Bounds, Chart, Table, Width};

const CENTRE: &str = "stroke=\"currentColor\" stroke-width=\"1.5\"";
const NEAR: &str = "stroke=\"currentColor\" stroke-width=\"1.5\" stroke-dasharray=\"7 4\"";
const FAR: &str = "stroke=\"currentColor\" stroke-width=\"1.5\" stroke-dasharray=\"2 3\"";

/// One team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunnelTeam {
    /// Its name.
    pub name: String,
    /// Its rows in the numerator, and all that count; `None` when they are too small to show.
    pub counts: Option<(u64, u64)>,
}

/// What a funnel is drawn from.
#[derive(Clone, Debug)]
pub struct FunnelChart<'a> {
    /// What tells the picture from every other on its page.
    pub id: &'a str,
    /// What the chart is called.
    pub title: &'a str,
    /// What is counted, such as `Assessments authorised in the period`.
    pub counted: &'a str,
    /// The teams, in the order of their numbers.
    pub teams: &'a [FunnelTeam],
}

impl FunnelChart<'_> {
    /// The chart; without a picture of anything when no team has rows.
    #[must_use]
    pub fn draw(&self) -> Chart {
        let counts: Vec<(u64, u64)> = self.teams.iter().filter_map(|team| team.counts).collect();
        let funnel = funnel(&counts);
        let description = self.description(funnel);
        Chart {
            title: self.title.to_owned(),
            wide: self.picture(Width::Wide, funnel, &description),
            narrow: self.picture(Width::Narrow, funnel, &description),
            key: self.teams.iter().map(|team| team.name.clone()).collect(),
            rows: self.rows(funnel),
            description,
        }
    }

    fn description(&self, funnel: Option<Funnel>) -> String {
        let Some(funnel) = funnel else { return "There is no figure.".to_owned() };
        let mut words =
            format!("{} teams around {:.1}%, the proportion of all of them.", self.teams.len(), funnel.centre());
        let mut is_any = false;
        for team in self.teams {
            let place = team.counts.and_then(|(numerator, of)| funnel.place(numerator, of));
            if let Some(place) = place.filter(|place| *place != FunnelPlace::Inside) {
                words.push_str(&format!(" {} is {}.", team.name, place.words()));
                is_any = true;
            }
        }
        if !is_any {
            words.push_str(" No team differs from the others beyond chance.");
        }
        words
    }

    fn rows(&self, funnel: Option<Funnel>) -> Table {
        let heads = [
            "Number",
            "Team",
            "In the numerator",
            "Counted",
            "Figure (per cent)",
            "95% limits",
            "99.8% limits",
            "What it says",
        ];
        let rows = self.teams.iter().enumerate().map(|(at, team)| {
            let mut row = vec![(at + 1).to_string(), team.name.clone()];
            let Some((numerator, of)) = team.counts else {
                row.extend(["c", "c", "c", "–", "–", "The number is too small to show"].map(str::to_owned));
                return row;
            };
            let figure = whole(numerator).checked_mul(100).and_then(|over| Exact::new(over, whole(of)));
            let limits = |limits: fn(Funnel, u64) -> sightline_domain::measure::Interval| {
                let found = funnel.filter(|_| of > 0).map(|funnel| limits(funnel, of));
                found.map_or("–".to_owned(), |limits| format!("{:.1} to {:.1}", limits.lower, limits.upper))
            };
            let place = funnel.and_then(|funnel| funnel.place(numerator, of));
            row.extend([numerator.to_string(), of.to_string()]);
            row.push(figure.map_or("–".to_owned(), |figure| figure.shown(1)));
            row.extend([limits(Funnel::limits_95), limits(Funnel::limits_998)]);
            row.push(place.map_or("Nothing was counted", FunnelPlace::words).to_owned());
            row
        });
        Table { rows: rows.collect(), heads: heads.map(str::to_owned).to_vec() }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of a council are far below 2^52")]
    fn picture(&self, width: Width, funnel: Option<Funnel>, description: &str) -> String {
        let letters = width.letters();
        let mut svg = Svg::new(letters);
        let titles = wrapped(self.title, letters, width.px());
        for (at, line) in titles.iter().enumerate() {
            let y = letters * (1.1 + 1.5 * at as f64);
            svg.text_with((0.0, y), Anchor::Start, line, letters, "fill=\"currentColor\" font-weight=\"bold\"");
        }
        let top = letters * (1.5 * titles.len() as f64 + 1.2);
        let (left, right, height) = match width {
            Width::Wide => (48.0, 630.0, 270.0),
            Width::Narrow => (40.0, 288.0, 240.0),
        };
        let frame = Frame { left, right, top, bottom: top + height };
        let drawn: Vec<(usize, u64, u64)> = self
            .teams
            .iter()
            .enumerate()
            .filter_map(|(at, team)| team.counts.map(|(numerator, of)| (at + 1, numerator, of)))
            .filter(|(_, _, of)| *of > 0)
            .collect();
        let share = |numerator: u64, of: u64| 100.0 * numerator as f64 / of as f64;
        let Some(funnel) = funnel else {
            svg.text((0.0, top + letters), Anchor::Start, "There is no figure.");
            return svg.finish((self.id, "funnel"), (self.title, description), width, top + letters * 2.0);
        };
        let most = drawn.iter().map(|(_, _, of)| *of).max().unwrap_or(1);
        let (_, to, ticks_across) = round_range([0.0, most as f64].into_iter(), Bounds::COUNT, 5);
        let across = Scale { from: 0.0, to, px_from: left, px_to: right };
        let smallest = drawn.iter().map(|(_, _, of)| *of).min().unwrap_or(1);
        let far = funnel.limits_998(smallest);
        let seen = drawn.iter().map(|(_, numerator, of)| share(*numerator, *of)).chain([
            far.lower,
            far.upper,
            funnel.centre(),
        ]);
        let (from, to, ticks) = round_range(seen, Bounds::PER_CENT, 5);
        let up = Scale { from, to, px_from: frame.bottom, px_to: frame.top };
        draw_values(&mut svg, frame, up, &ticks, letters, "%");
        let step = if width == Width::Wide { 1 } else { 2 };
        for tick in ticks_across.iter().step_by(step) {
            let x = across.px(*tick);
            svg.line((x, frame.bottom), (x, frame.bottom + 5.0), "stroke=\"currentColor\"");
            let words = tick_words(*tick, &ticks_across);
            svg.text((x, frame.bottom + 6.0 + letters), Anchor::Middle, &words);
        }
        let mut below = frame.bottom + 6.0 + letters;
        for line in wrapped(self.counted, letters, width.px()) {
            below += letters * 1.4;
            svg.text((left, below), Anchor::Start, &line);
        }
        let names = draw_limits(&mut svg, funnel, (frame, across, up));
        draw_names(&mut svg, frame, names, letters);
        for (number, numerator, of) in drawn {
            let at = (across.px(of as f64), up.px(share(numerator, of)));
            draw_team(&mut svg, at, funnel.place(numerator, of).unwrap_or(FunnelPlace::Inside), number);
        }
        let entries = [
            Legend::Line(CENTRE, "all teams".to_owned()),
            Legend::Line(NEAR, "95% limits".to_owned()),
            Legend::Line(FAR, "99.8% limits".to_owned()),
        ];
        let end = legend(&mut svg, &entries, (0.0, width.px()), below + letters * 0.8, letters);
        svg.finish((self.id, "funnel"), (self.title, description), width, end)
    }
}

/// Draws the centre and the limits; their names with the heights they stand at.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "counts along an axis"
)]
fn draw_limits(svg: &mut Svg, funnel: Funnel, (frame, across, up): (Frame, Scale, Scale)) -> Vec<(f64, String)> {
    let y = up.px(funnel.centre());
    svg.line((frame.left, y), (frame.right, y), CENTRE);
    // Every count of a small range, and some eighty of a large one.
    let last = across.to.floor().max(1.0) as u64;
    let step = (last / 80).max(1);
    let mut counts: Vec<u64> = (1..=last).step_by(usize::try_from(step).unwrap_or(1)).collect();
    counts.extend((counts.last() != Some(&last)).then_some(last));
    for (attributes, limits) in
        [(NEAR, Funnel::limits_95 as fn(Funnel, u64) -> sightline_domain::measure::Interval), (FAR, Funnel::limits_998)]
    {
        for is_upper in [false, true] {
            let line: Vec<(f64, f64)> = counts
                .iter()
                .map(|of| {
                    let limits = limits(funnel, *of);
                    let value = if is_upper { limits.upper } else { limits.lower };
                    (across.px(*of as f64), up.px(value).clamp(frame.top, frame.bottom))
                })
                .collect();
            svg.polyline(&line, attributes);
        }
    }
    vec![(y, format!("{:.1}%", funnel.centre()))]
}

/// A numbered mark: a circle inside the limits, a diamond beyond the near ones, a square beyond the far ones.
fn draw_team(svg: &mut Svg, (x, y): (f64, f64), place: FunnelPlace, number: usize) {
    let edge = "stroke=\"currentColor\" stroke-width=\"1\"";
    match place {
        FunnelPlace::Inside => svg.circle((x, y), 9.0, &format!("fill=\"#505a5f\" {edge}")),
        FunnelPlace::Below | FunnelPlace::Above => {
            let half = 13.0;
            let corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)];
            svg.polygon(&corners, &format!("fill=\"{NEUTRAL}\" {edge}"));
        }
        FunnelPlace::FarBelow | FunnelPlace::FarAbove => {
            svg.rect((x - 10.0, y - 10.0), (20.0, 20.0), &format!("fill=\"{CONCERN}\" {edge}"));
        }
    }
    let white = "fill=\"#ffffff\" font-weight=\"bold\"";
    svg.text_with((x, y + 4.3), Anchor::Middle, &number.to_string(), 12.0, white);
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
