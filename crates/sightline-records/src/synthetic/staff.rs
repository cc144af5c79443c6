//! Teams and workers of a synthetic council: posts, and who held them when.

use std::sync::Arc;

use super::chance::Chance;
use super::content::{Duty, Names, Rate, Rates, lasting};
use super::days::months_before;
use super::record::{Datum, Supervision, Tables, Team, Worker};

/// The story of the staff, which is no child's.
const STAFF_STORY: u32 = u32::MAX;
/// Working days between supervisions.
const SUPERVISION_DAYS: i32 = 28;
/// Supervisions are told of the last three years.
const SUPERVISION_MONTHS: u32 = 36;

/// One worker's time in a post.
#[derive(Clone, Debug)]
pub(super) struct Holding {
    pub(super) worker: Arc<str>,
    pub(super) from: i32,
    /// The first day on which somebody else held it.
    pub(super) until: i32,
}

/// A team with its posts.
#[derive(Clone, Debug)]
pub(super) struct StaffTeam {
    pub(super) id: Arc<str>,
    pub(super) name: Arc<str>,
    pub(super) duty: Duty,
    /// 1 for the first team of its kind.
    pub(super) number: u32,
    pub(super) posts: Vec<Vec<Holding>>,
}

/// A post of a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Post {
    pub(super) team: usize,
    pub(super) post: usize,
}

/// All teams of a council.
#[derive(Clone, Debug)]
pub(super) struct Staff {
    pub(super) teams: Vec<StaffTeam>,
    details: Vec<Details>,
    council: Arc<str>,
}

/// What the workforce table says of a worker.
#[derive(Clone, Debug)]
struct Details {
    id: Arc<str>,
    name: String,
    is_agency: bool,
    team: usize,
    until: i32,
}

impl Staff {
    /// Everybody who works for the council from `from` to `as_at`.
    pub(super) fn new(
        (seed, council): (u64, u32),
        children: u32,
        (from, as_at): (i32, i32),
        names: &Names,
        rates: &Rates,
    ) -> Self {
        let mut chance = Chance::new(seed, council, STAFF_STORY);
        let mut staff = Self { teams: Vec::new(), details: Vec::new(), council: council_name(names, council).into() };
        for kind in &names.teams {
            let teams = (children / kind.children_for_each).max(1);
            for number in 1..=teams {
                let area = &names.areas[(number as usize - 1) % names.areas.len()];
                let round = (number as usize - 1) / names.areas.len();
                let name = if round == 0 {
                    format!("{} {area}", kind.title)
                } else {
                    format!("{} {area} {}", kind.title, round + 1)
                };
                let position = staff.teams.len();
                let posts = (0..kind.posts).map(|_| {
                    let mut holdings = Vec::new();
                    // Somebody had the post before the first day.
                    let mut day = from - chance.between(0, 600);
                    while day <= as_at {
                        let until = day + lasting(&rates.lasting.worker_in_post, &mut chance);
                        if until > from {
                            let worker = staff.new_worker(council, position, until, names, rates, &mut chance);
                            holdings.push(Holding { worker, from: day, until });
                        }
                        day = until;
                    }
                    holdings
                });
                let posts = posts.collect();
                let id = format!("T{council:03}{:02}", position + 1).into();
                staff.teams.push(StaffTeam { id, name: name.into(), duty: kind.kind, number, posts });
            }
        }
        staff
    }

    fn new_worker(
        &mut self,
        council: u32,
        team: usize,
        until: i32,
        names: &Names,
        rates: &Rates,
        chance: &mut Chance,
    ) -> Arc<str> {
        let id: Arc<str> = format!("SW{council:03}{:04}", self.details.len() + 1).into();
        let pick = |list: &[String], chance: &mut Chance| {
            list[chance.below(u32::try_from(list.len()).unwrap_or(1)) as usize].clone()
        };
        let name = format!("{} {}", pick(&names.first, chance), pick(&names.last, chance));
        let is_agency = chance.is(rates.of(Rate::AgencyWorker));
        self.details.push(Details { id: Arc::clone(&id), name, is_agency, team, until });
        id
    }

    /// Some post of a team that has this duty.
    pub(super) fn some_post(&self, duty: Duty, chance: &mut Chance) -> Post {
        let of_duty: Vec<usize> =
            self.teams.iter().enumerate().filter(|(_, team)| team.duty == duty).map(|(index, _)| index).collect();
        let below = |end: usize, chance: &mut Chance| chance.below(u32::try_from(end).unwrap_or(u32::MAX)) as usize;
        let team = of_duty[below(of_duty.len(), chance)];
        Post { team, post: below(self.teams[team].posts.len(), chance) }
    }

    /// Who held the post on a day.
    pub(super) fn holder(&self, post: Post, day: i32) -> &Arc<str> {
        let holdings = &self.teams[post.team].posts[post.post];
        let found = holdings.iter().find(|holding| day < holding.until).or(holdings.last());
        &found.expect("a post was always held by somebody").worker
    }

    pub(super) fn team(&self, post: Post) -> &StaffTeam {
        &self.teams[post.team]
    }

    /// Workers who came from an agency.
    pub(super) fn agency_workers(&self) -> impl Iterator<Item = &Arc<str>> {
        self.details.iter().filter(|details| details.is_agency).map(|details| &details.id)
    }

    /// The rows of teams and workers, with supervisions of the last years; `caseloads` by worker.
    pub(super) fn tell(
        &self,
        (from, as_at): (i32, i32),
        seed: u64,
        council: u32,
        caseload: impl Fn(&str) -> i64,
        tables: &mut Tables,
    ) {
        for team in &self.teams {
            tables.add(Team {
                team_id: (&team.id).into(),
                name: (&team.name).into(),
                parent_id: format!("S{council:03}").into(),
                parent_name: format!("Children's services of {}", self.council).into(),
            });
        }
        for worker in &self.details {
            let holds = if worker.until > as_at { caseload(&worker.id) } else { 0 };
            tables.add(Worker {
                worker_id: (&worker.id).into(),
                staff_number: format!("{:07}", worker.id[2..].parse::<u32>().unwrap_or_default()).into(),
                name: worker.name.clone().into(),
                registration: (&worker.id).into(),
                job_title: "Social worker".into(),
                caseload: Datum::Number(holds),
                department: (&self.teams[worker.team].name).into(),
                full_time_equivalent: Datum::Decimal(10_000),
                is_agency: worker.is_agency.into(),
            });
        }
        let mut chance = Chance::new(seed, council, STAFF_STORY - 1);
        let since = months_before(as_at, SUPERVISION_MONTHS).max(from);
        for team in &self.teams {
            for holding in team.posts.iter().flatten() {
                let mut due = holding.from.max(since) + chance.between(1, SUPERVISION_DAYS);
                while due < holding.until.min(as_at) {
                    let held = due + if chance.is(850) { -chance.between(0, 3) } else { chance.between(1, 10) };
                    tables.add(Supervision {
                        worker: (&holding.worker).into(),
                        child_id: Datum::Null,
                        supervisor: format!("Manager of {}", team.name).into(),
                        team: (&team.name).into(),
                        due_on: Datum::Day(due),
                        held_on: Datum::day((held <= as_at).then_some(held)),
                        was_reflective: chance.is(700).into(),
                    });
                    due += SUPERVISION_DAYS;
                }
            }
        }
    }
}

/// The invented name of a council.
pub(super) fn council_name(names: &Names, council: u32) -> String {
    let count = names.councils.len();
    let (position, round) = ((council as usize - 1) % count, (council as usize - 1) / count);
    if round == 0 { names.councils[position].clone() } else { format!("{} {}", names.councils[position], round + 1) }
}
