//! The clauses of a condition block, in the order in which they are written.

use std::fmt;

use serde_json::{Map, Value, json};

/// One operator on one key, with its values as they are written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clause {
    pub(super) operator: String,
    pub(super) key: String,
    pub(super) values: Value,
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} = {}", self.operator, self.key, self.values)
    }
}

/// The clauses of a statement, in the order in which its conditions are read.
pub(super) fn clauses(statement: &Value) -> Vec<Clause> {
    let operators = statement.get("Condition").and_then(Value::as_object).into_iter().flatten();
    let of_operator = |(operator, keys): (&String, &Value)| -> Vec<Clause> {
        let clause = |(key, values): (&String, &Value)| Clause {
            operator: operator.clone(),
            key: key.clone(),
            values: values.clone(),
        };
        keys.as_object().into_iter().flatten().map(clause).collect()
    };
    operators.flat_map(of_operator).collect()
}

/// The block of clauses; those of one operator stand together where its first one is.
pub(super) fn block(clauses: Vec<Clause>) -> Value {
    let mut block = Map::new();
    for Clause { operator, key, values } in clauses {
        block.entry(operator).or_insert_with(|| json!({}))[key] = values;
    }
    block.into()
}
