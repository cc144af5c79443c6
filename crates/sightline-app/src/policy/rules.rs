//! The rules, loaded once and asked.

use std::collections::{HashMap, HashSet};
use std::sync::{OnceLock, PoisonError, RwLock};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression, Schema, ValidationMode, Validator,
};

use super::{Action, Resource};
use crate::actor::{Actor, Role, Scope};

const RULES: &str = include_str!("../../../../content/policies/access.cedar");
const SCHEMA: &str = include_str!("../../../../content/policies/access.cedarschema");

/// As many answers are remembered; then all are forgotten. One takes some 200 bytes.
const MOST_REMEMBERED: usize = 20_000;

/// Rules that were checked against their schema.
pub(super) struct Rules {
    /// What was asked, in full, and the answer: rules never change while Sightline runs.
    remembered: RwLock<HashMap<String, bool>>,
    policies: PolicySet,
    authorizer: Authorizer,
    user: EntityUid,
    sightline: EntityUid,
    plan: EntityUid,
    priority: EntityUid,
    plan_action: EntityUid,
    team: EntityUid,
    role: EntityTypeName,
    action: EntityTypeName,
}

impl Rules {
    /// The rules that are part of Sightline.
    ///
    /// # Panics
    ///
    /// When they do not load; a test keeps that from being built.
    pub(super) fn built_in() -> &'static Self {
        static RULES_LOADED: OnceLock<Rules> = OnceLock::new();
        RULES_LOADED.get_or_init(|| Self::load(RULES, SCHEMA).expect("the built-in rules load; see the test"))
    }

    /// Rules that name nothing the schema does not have, or else what is wrong with them.
    pub(super) fn load(rules: &str, schema: &str) -> Result<Self, String> {
        let (schema, warnings) = Schema::from_cedarschema_str(schema).map_err(|error| error.to_string())?;
        let warnings: Vec<String> = warnings.map(|warning| warning.to_string()).collect();
        let policies: PolicySet = rules.parse().map_err(|error| format!("{error}"))?;
        let found = Validator::new(schema).validate(&policies, ValidationMode::Strict);
        let found = found
            .validation_errors()
            .map(ToString::to_string)
            .chain(found.validation_warnings().map(ToString::to_string))
            .chain(warnings)
            .collect::<Vec<_>>();
        if !found.is_empty() {
            return Err(found.join("\n"));
        }
        let named = |name: &str| -> Result<EntityTypeName, String> { name.parse().map_err(|error| format!("{error}")) };
        let one = |name: &str| -> Result<EntityUid, String> {
            Ok(EntityUid::from_type_name_and_id(named(name)?, EntityId::new("it")))
        };
        Ok(Self {
            remembered: RwLock::default(),
            policies,
            authorizer: Authorizer::new(),
            user: one("User")?,
            sightline: one("Sightline")?,
            plan: one("Plan")?,
            priority: one("Priority")?,
            plan_action: one("PlanAction")?,
            team: one("Team")?,
            role: named("Role")?,
            action: named("Action")?,
        })
    }

    /// True when the rules allow it. When a rule cannot be worked out, nothing is allowed.
    pub(super) fn allow(&self, actor: &Actor, action: Action, resource: &Resource<'_>) -> bool {
        if !resource.is_of(action) {
            return false;
        }
        // Everything that `ask` looks at, and nothing else. Quoted texts cannot run into each other.
        let Actor { account, role, reach, .. } = actor;
        let asked = format!("{:?}", (role, account.is_some(), reach, action, resource));
        if let Some(known) = self.remembered.read().unwrap_or_else(PoisonError::into_inner).get(&asked) {
            return *known;
        }
        let allowed = self.ask(actor, action, resource).unwrap_or(false);
        let mut remembered = self.remembered.write().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= MOST_REMEMBERED {
            remembered.clear();
        }
        remembered.insert(asked, allowed);
        allowed
    }

    fn ask(&self, actor: &Actor, action: Action, resource: &Resource<'_>) -> Option<bool> {
        let action = EntityUid::from_type_name_and_id(self.action.clone(), EntityId::new(action.code()));
        let resource = self.resource(resource)?;
        let request = Request::new(self.user.clone(), action, resource.uid(), Context::empty(), None).ok()?;
        let entities = Entities::from_entities([self.principal(actor)?, resource], None).ok()?;
        let response = self.authorizer.is_authorized(&request, &self.policies, &entities);
        Some(response.decision() == Decision::Allow && response.diagnostics().errors().next().is_none())
    }

    fn principal(&self, actor: &Actor) -> Option<Entity> {
        let (all_programmes, programmes) = within(&actor.reach.programmes);
        let (all_priorities, priorities) = within(&actor.reach.priorities);
        let (all_teams, teams) = within(&actor.reach.teams);
        let attributes = HashMap::from([
            ("at_the_machine".to_owned(), RestrictedExpression::new_bool(actor.account.is_none())),
            ("all_programmes".to_owned(), all_programmes),
            ("programmes".to_owned(), programmes),
            ("all_priorities".to_owned(), all_priorities),
            ("priorities".to_owned(), priorities),
            ("all_teams".to_owned(), all_teams),
            ("teams".to_owned(), teams),
        ]);
        Entity::new(self.user.clone(), attributes, HashSet::from([self.role_of(actor.role)])).ok()
    }

    fn role_of(&self, role: Role) -> EntityUid {
        EntityUid::from_type_name_and_id(self.role.clone(), EntityId::new(role.code()))
    }

    fn resource(&self, resource: &Resource<'_>) -> Option<Entity> {
        let text = |name: &str, value: &str| (name.to_owned(), RestrictedExpression::new_string(same_case(value)));
        let (uid, attributes) = match *resource {
            Resource::Sightline => (&self.sightline, HashMap::new()),
            Resource::Plan { programme } => (&self.plan, HashMap::from([text("programme", programme)])),
            Resource::Priority { programme, priority } => {
                (&self.priority, HashMap::from([text("programme", programme), text("priority", priority)]))
            }
            Resource::PlanAction { programme, priority, mine } => {
                let mine = ("mine".to_owned(), RestrictedExpression::new_bool(mine));
                (&self.plan_action, HashMap::from([text("programme", programme), text("priority", priority), mine]))
            }
            Resource::Team { team } => (&self.team, HashMap::from([text("team", team)])),
        };
        Entity::new(uid.clone(), attributes, HashSet::new()).ok()
    }
}

/// Whether a scope is everything, and else what it lists.
fn within(scope: &Scope) -> (RestrictedExpression, RestrictedExpression) {
    let (all, listed) = match scope {
        Scope::All => (true, [].as_slice()),
        Scope::Only(names) => (false, names.as_slice()),
    };
    let listed = listed.iter().map(|name| RestrictedExpression::new_string(same_case(name)));
    (RestrictedExpression::new_bool(all), RestrictedExpression::new_set(listed))
}

/// Names are compared without regard to capital letters.
fn same_case(name: &str) -> String {
    name.to_ascii_lowercase()
}
