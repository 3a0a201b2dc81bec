//! Renders the catalogue into everything that is committed and shipped.

mod cloudformation;
pub(crate) mod policies;
mod rust;
mod terraform;
pub(crate) use terraform::default;
mod words;

use crate::catalogue::{Catalogue, Condition};

/// A rendered file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedFile {
    /// Its path below the root of the repository.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Every file that is rendered from the catalogue.
pub fn render(catalogue: &Catalogue) -> Vec<RenderedFile> {
    let module = terraform::module(catalogue);
    let mut files = vec![
        file("role/README.md", words::role(catalogue)),
        file("role/PERMISSIONS.md", words::table(catalogue)),
        file("role/cloudformation/alethia-provisioner-role.yaml", cloudformation::template(catalogue)),
        file("role/terraform/README.md", words::module()),
        file("role/terraform/versions.tf", module.versions),
        file("role/terraform/variables.tf", module.variables),
        file("role/terraform/main.tf", module.main),
        file("role/terraform/outputs.tf", module.outputs),
        file("role/terraform/examples/basic/main.tf", module.example),
        file("role/terraform/single-file/alethia-provisioner-role.tf", terraform::single_file(catalogue)),
        file("crates/connect-role/src/rendered.rs", rust::source(catalogue)),
    ];
    let documents = policies::documents(catalogue);
    let plain =
        documents.iter().map(|(name, document)| (format!("role/policies/{name}.json"), policies::pretty(document)));
    files.extend(plain.map(|(path, text)| file(path, text)));
    let all = documents.into_iter().collect::<serde_json::Map<_, _>>();
    files.push(file("role/policies/all.json", policies::pretty(&all.into())));
    files
}

fn file(path: impl Into<String>, text: String) -> RenderedFile {
    RenderedFile { path: path.into(), text }
}

/// Conditions grouped by their operator, in the order of first use: a JSON object has each key once.
fn by_operator(conditions: &[Condition]) -> Vec<(&str, Vec<&Condition>)> {
    let mut groups: Vec<(&str, Vec<&Condition>)> = Vec::new();
    for condition in conditions {
        match groups.iter_mut().find(|(operator, _)| *operator == condition.operator) {
            Some((_, keys)) => keys.push(condition),
            None => groups.push((&condition.operator, vec![condition])),
        }
    }
    groups
}

#[cfg(test)]
mod tests;
