//! Categories, and the fields that their events carry.
//!
//! What is known of events is what Elastic Defend documents. Other sources write events of the same categories with other
//! fields, so nothing is said of a rule whose `index` names any, or says nothing.

use super::{Role, Rule, Stage};
use crate::diagnostics::Diagnostics;
use crate::errors::lints::values as errors;
use crate::ir::{Category, FieldRef, Owner, Predicate};
use crate::schema::facts::{self, Presence};
use crate::schema::similar;

/// Words that public rules use as categories and ECS does not list.
pub(crate) const ALSO_USED: [&str; 5] = ["dns", "credential_access", "persistence", "info", "device"];

/// `proces where true`
pub(super) fn unknown_categories(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    for stage in &rule.stages {
        let (Some(name), Some(span)) = (category(stage), stage.category_span) else { continue };
        let known = || facts::values(CATEGORY_FIELD).map(|row| row.value).chain(ALSO_USED);
        if !known().any(|known| known == name) {
            let near = similar(name, known());
            diagnostics.push(errors::unknown_category(span, name, near.first().map(String::as_str)));
        }
    }
}

const CATEGORY_FIELD: &str = "event.category";

/// The word before `where`, if it is one of `event.category`.
fn category<'s>(stage: &'s Stage<'_>) -> Option<&'s str> {
    match stage.category {
        Category::Named { field, name } if *field.name == *CATEGORY_FIELD => Some(name),
        Category::Named { .. } | Category::Any => None,
    }
}

/// Whether all events come from Elastic Defend.
fn of_endpoint(rule: &Rule<'_>) -> bool {
    !rule.scope.index.is_empty() && rule.scope.index.iter().all(|index| index.starts_with("logs-endpoint."))
}

/// A condition that no event of the category meets, because none carries the field: `process where file.path : "*"`.
pub(super) fn fields_of_other_categories(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    if !of_endpoint(rule) {
        return;
    }
    for stage in &rule.stages {
        let Some(name) = category(stage) else { continue };
        stage.condition.leaves(&mut |leaf, predicate| {
            // Negations and tests against null ask for nothing.
            let Predicate::Test(FieldRef { owner: Owner::Event, field }, _) = predicate else { return };
            if facts::presence(name, &field.name) == Some(Presence::Never) {
                let carriers = facts::categories_with(&field.name);
                diagnostics.push(errors::field_of_other_category(leaf.span, &field.name, name, &carriers));
            }
        });
    }
}

/// A join key that no event of the category carries: the stage never joins.
pub(super) fn keys_of_other_categories(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    if !of_endpoint(rule) {
        return;
    }
    for stage in &rule.stages {
        let (Some(name), Role::Term(term)) = (category(stage), stage.role) else { continue };
        for key in term.keys.iter().filter(|key| !key.optional) {
            let Some(field) = &key.field else { continue };
            if facts::presence(name, &field.name) == Some(Presence::Never) {
                diagnostics.push(errors::key_of_other_category(term.span, &field.name, name));
            }
        }
    }
}
