//! Tags of resources, held tightly: a node of a tree has room for eleven, and most resources have two.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Tags by their keys, in the order of the keys; each key once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags(Box<[(Box<str>, Box<str>)]>);

impl Tags {
    /// The value of a tag.
    pub fn get(&self, key: &str) -> Option<&str> {
        let at = self.0.binary_search_by(|(own, _)| (**own).cmp(key)).ok()?;
        self.0.get(at).map(|(_, value)| &**value)
    }

    /// Key and value of each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (&**key, &**value))
    }

    /// Adds a tag, or gives the one of that key another value.
    pub fn insert(&mut self, key: impl Into<Box<str>>, value: impl Into<Box<str>>) {
        let own = std::mem::take(&mut self.0).into_iter();
        *self = own.chain([(key.into(), value.into())]).collect();
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.0.len()
    }
}

impl From<BTreeMap<Box<str>, Box<str>>> for Tags {
    fn from(map: BTreeMap<Box<str>, Box<str>>) -> Self {
        Self(map.into_iter().collect())
    }
}

impl<K: Into<Box<str>>, V: Into<Box<str>>> FromIterator<(K, V)> for Tags {
    /// Of several values for one key the last one counts.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let map: BTreeMap<Box<str>, Box<str>> =
            pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        map.into()
    }
}

impl<K: Into<Box<str>>, V: Into<Box<str>>, const N: usize> From<[(K, V); N]> for Tags {
    fn from(pairs: [(K, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl Serialize for Tags {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Tags {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::<Box<str>, Box<str>>::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn they_are_an_object_with_its_keys_in_order() {
        let mut tags: Tags = serde_json::from_str(r#"{"team":"web","Name":"shop","team":"data"}"#).unwrap();
        assert_eq!((tags.len(), tags.get("team")), (2, Some("data")), "the last value of a key counts");
        tags.insert("env", "test");
        tags.insert("Name", "store");
        let text = r#"{"Name":"store","env":"test","team":"data"}"#;
        assert_eq!(serde_json::to_string(&tags).unwrap(), text, "in the order of the keys");
        assert_eq!(tags, Tags::from([("team", "data"), ("env", "test"), ("Name", "store")]), "however they were given");
        assert_eq!((tags.get("owner"), Tags::default().is_empty()), (None, true), "what is not there");
    }
}
