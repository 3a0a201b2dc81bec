//! Redaction: a report without its External ID and account numbers, for people who need not know them.
//!
//! The same account is always the same placeholder, so that what belongs together still does, and the placeholder has
//! twelve digits, so that ARNs stay ARNs and the report stays one by its schema. Names and ids of resources stay.

mod accounts;
mod external_id;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::check::{Check, Remedy};
use crate::comparison::{ChangedResource, Comparison, ResourceName};
use crate::network::{Network, NetworkPart};
use crate::report::{Report, TestedBy, TestedConnection};
use crate::resource::{Attributes, Resource, Tags};

use accounts::Accounts;
use external_id::Hidden;

/// What stands for the External ID.
pub const EXTERNAL_ID: &str = "REDACTED";

impl Report {
    /// The same report with placeholders for External ID and account numbers, sealed anew.
    #[must_use]
    pub fn redacted(mut self) -> Self {
        let hidden = Hidden::new(self.connection.external_id.as_str());
        let mut redaction = Redaction { hidden, accounts: Accounts::known(&self) };
        redaction.report(&mut self);
        self.redacted = true;
        self.sealed()
    }
}

struct Redaction {
    hidden: Hidden,
    accounts: Accounts,
}

impl Redaction {
    fn report(&mut self, report: &mut Report) {
        // Every field by name: one that is added to the report cannot be forgotten here.
        let Report {
            schema: _,
            report_id: _,
            status: _,
            started_at: _,
            finished_at: _,
            duration_ms: _,
            connection,
            runner,
            checks,
            permissions: _,
            coverage,
            resources,
            totals: _,
            network,
            comparison,
            redacted: _,
            seal: _,
        } = report;
        self.connection(connection);
        self.runner(runner);
        for check in checks {
            self.check(check);
        }
        for cell in coverage {
            self.optional(&mut cell.detail);
        }
        for resource in resources {
            self.resource(resource);
        }
        self.network(network);
        if let Some(comparison) = comparison {
            self.comparison(comparison);
        }
    }

    fn connection(&mut self, connection: &mut TestedConnection) {
        self.typed(&mut connection.role_arn);
        self.typed(&mut connection.account_id);
        self.typed(&mut connection.external_id);
    }

    /// A text with a form of its own. Where the External ID is a part of that form, such as `arn:aws`, only the account
    /// numbers are replaced.
    fn typed<T: ToString + std::str::FromStr>(&mut self, value: &mut T) {
        let text = value.to_string();
        if let Ok(redacted) = self.of(&text).parse().or_else(|_| self.accounts.replaced(&text).parse()) {
            *value = redacted;
        }
    }

    fn runner(&mut self, runner: &mut TestedBy) {
        self.optional(&mut runner.profile);
        if let Some(account) = &mut runner.account_id {
            self.typed(account);
        }
        self.arn(runner.arn.as_mut());
    }

    fn check(&mut self, check: &mut Check) {
        // Request ids are AWS's own random ones.
        let Check { id: _, status: _, evidence: _, title: _, summary, cause: _, remedies, request_ids: _ } = check;
        self.text(summary);
        for Remedy { audience: _, text, snippet, url } in remedies {
            self.text(text);
            self.optional(snippet);
            self.optional(url);
        }
    }

    fn resource(&mut self, resource: &mut Resource) {
        let Resource { kind: _, id: _, arn, region: _, name, parent: _, attributes, tags } = resource;
        self.arn(Some(arn));
        self.optional(name);
        self.attributes(attributes);
        self.tags(tags);
    }

    fn tags(&mut self, tags: &mut Tags) {
        *tags = tags.iter().map(|(key, value)| (self.of(key), self.of(value))).collect();
    }

    fn network(&mut self, Network { coverage, parts }: &mut Network) {
        for cell in coverage {
            self.optional(&mut cell.detail);
        }
        for NetworkPart { kind: _, id: _, region: _, name, vpc_id: _, attributes, tags } in parts {
            self.optional(name);
            self.attributes(attributes);
            self.tags(tags);
        }
    }

    fn comparison(&mut self, comparison: &mut Comparison) {
        let changes = &mut comparison.resources;
        for name in changes.new.iter_mut().chain(&mut changes.gone) {
            self.name(name);
        }
        for ChangedResource { resource, attributes, tags } in &mut changes.changed {
            self.name(resource);
            for attribute in attributes {
                self.value(&mut attribute.before);
                self.value(&mut attribute.now);
            }
            for tag in tags {
                self.text(&mut tag.key);
                self.optional(&mut tag.before);
                self.optional(&mut tag.now);
            }
        }
    }

    fn name(&mut self, resource: &mut ResourceName) {
        self.optional(&mut resource.name);
    }

    fn attributes(&mut self, attributes: &mut Attributes) {
        attributes.edit(|map| map.values_mut().for_each(|value| self.value(value)));
    }

    fn value(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => self.text(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.value(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.value(field)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn optional(&mut self, text: &mut Option<String>) {
        if let Some(text) = text {
            self.text(text);
        }
    }

    /// An ARN stays one, also where the External ID is how all of them begin.
    fn arn(&mut self, arn: Option<&mut String>) {
        let Some(arn) = arn else { return };
        let redacted = self.of(arn);
        *arn = if redacted.starts_with("arn:") { redacted } else { self.accounts.replaced(arn) };
    }

    fn text(&mut self, text: &mut String) {
        *text = self.of(text);
    }

    fn of(&mut self, text: &str) -> String {
        self.accounts.replaced(&self.hidden.replaced(text))
    }
}
