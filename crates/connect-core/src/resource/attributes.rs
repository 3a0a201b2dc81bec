//! Attributes of resources, held as text: a tree of values takes many times the memory of what it says.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error as _};
use serde_json::{Map, Value};

use super::transcode::Transcoded;

/// Attributes of a resource by their snake-case names; which ones a kind has stands in
/// `docs` of the report's schema.
///
/// It is the JSON object that it serialises to, as compact text; no attributes are no text.
#[derive(Clone, Default)]
pub struct Attributes(Box<str>);

impl Attributes {
    /// The attributes that a kind's own struct states. What does not serialise to an object states none.
    pub fn of(stated: &impl Serialize) -> Self {
        let text = serde_json::to_string(stated).unwrap_or_default();
        if text.len() > "{}".len() && text.starts_with('{') { Self(text.into()) } else { Self::default() }
    }

    /// One attribute. It reads the whole text: who wants several of one resource takes the [map](Self::to_map).
    pub fn get(&self, name: &str) -> Option<Value> {
        self.to_map().remove(name)
    }

    /// All of them, in their order.
    pub fn to_map(&self) -> Map<String, Value> {
        // The text was printed from such a map, or from what reads as one.
        serde_json::from_str(self.as_text()).unwrap_or_default()
    }

    /// Changes them as the map that they are.
    pub fn edit(&mut self, change: impl FnOnce(&mut Map<String, Value>)) {
        let mut map = self.to_map();
        change(&mut map);
        *self = map.into();
    }

    fn as_text(&self) -> &str {
        if self.0.is_empty() { "{}" } else { &self.0 }
    }
}

impl From<Map<String, Value>> for Attributes {
    fn from(map: Map<String, Value>) -> Self {
        Self::of(&map)
    }
}

impl FromIterator<(String, Value)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(pairs: I) -> Self {
        Map::from_iter(pairs).into()
    }
}

impl PartialEq for Attributes {
    /// The same names with the same values, in any order. Nearly always the texts are the same, or not even as long.
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || (self.0.len() == other.0.len() && self.to_map() == other.to_map())
    }
}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_text())
    }
}

impl Serialize for Attributes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = serde_json::Deserializer::from_str(self.as_text());
        Transcoded::new(&mut text).serialize(serializer).map_err(S::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Attributes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // By way of the map, so that a name that a file has twice is there once.
        Map::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn attributes(value: &Value) -> Attributes {
        serde_json::from_value(value.clone()).unwrap()
    }

    #[test]
    fn they_are_the_object_that_was_stated() {
        #[derive(Serialize)]
        struct Stated {
            vpc_id: Option<&'static str>,
            ports: Vec<i32>,
            main: bool,
        }
        let stated = Attributes::of(&Stated { vpc_id: None, ports: vec![-1, 443], main: true });
        let value = json!({ "vpc_id": null, "ports": [-1, 443], "main": true });
        assert_eq!(stated, attributes(&value), "the same read from JSON");
        assert_eq!(serde_json::to_string(&stated).unwrap(), value.to_string(), "in the struct's order");
        assert_eq!(stated.get("ports"), Some(json!([-1, 443])), "one of them");
        assert_eq!(stated.get("state"), None, "what is not there");
        assert_eq!(Attributes::of(&7), Attributes::default(), "a number has no attributes");
    }

    #[test]
    fn none_are_an_empty_object_without_text() {
        let none = attributes(&json!({}));
        assert!(none.0.is_empty(), "nothing is held for nothing");
        assert_eq!(serde_json::to_string(&none).unwrap(), "{}", "in JSON it is an object all the same");
        assert!(serde_json::from_str::<Attributes>("[]").is_err(), "a list is not one");
    }

    #[test]
    fn the_order_makes_no_difference_and_a_name_is_there_once() {
        let read = |text: &str| serde_json::from_str::<Attributes>(text).unwrap();
        assert_eq!(read(r#"{"a":1,"b":2}"#), read(r#"{ "b": 2, "a": 1 }"#), "the same by value");
        assert_ne!(read(r#"{"a":1,"b":2}"#), read(r#"{"a":2,"b":1}"#), "as long, and different");
        assert_eq!(read(r#"{"a":1,"a":2}"#).as_text(), r#"{"a":2}"#, "the last one counts");
    }

    #[test]
    fn an_edit_changes_what_it_names() {
        let mut edited = attributes(&json!({ "tier": "public", "rules": [1, 2] }));
        edited.edit(|map| {
            map.insert("tier".to_owned(), json!("private"));
        });
        assert_eq!(edited.as_text(), r#"{"tier":"private","rules":[1,2]}"#, "in its place");
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (-1e9..1e9).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            let object = prop::collection::vec((any::<String>(), inner.clone()), 0..4);
            prop_oneof![
                prop::collection::vec(inner, 0..4).prop_map(Value::from),
                object.prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_object_comes_back_as_it_was(pairs in prop::collection::vec((any::<String>(), values()), 0..4)) {
            let map: Map<String, Value> = pairs.into_iter().collect();
            let held = Attributes::from(map.clone());
            prop_assert_eq!(serde_json::to_string(&held).unwrap(), serde_json::to_string(&map).unwrap(), "compact");
            let pretty = serde_json::to_string_pretty(&map).unwrap();
            prop_assert_eq!(serde_json::to_string_pretty(&held).unwrap(), pretty.clone(), "with line breaks");
            prop_assert_eq!(serde_json::to_value(&held).unwrap(), Value::Object(held.to_map()), "as a value");
            let canonical = |of: &dyn Fn() -> serde_json::Result<Vec<u8>>| of().unwrap();
            prop_assert_eq!(
                canonical(&|| serde_json_canonicalizer::to_vec(&held)),
                canonical(&|| serde_json_canonicalizer::to_vec(&held.to_map())),
                "sealed alike"
            );
            prop_assert_eq!(serde_json::from_str::<Attributes>(&pretty).unwrap(), held, "read again");
        }
    }
}
