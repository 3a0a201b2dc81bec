//! A connection's credentials in their revisions, and the JSON that each place holds of them.

use connect_core::arn::RoleArn;
use connect_core::connection::CredentialsPlace;
use connect_core::external_id::ExternalId;
use connect_core::report::TestedConnection;
use connect_core::wizard::Draft;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// One state of a connection's credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Revision {
    /// Its number, which the database refers to.
    #[serde(rename = "revision")]
    pub(crate) number: u32,
    /// The External ID.
    pub(crate) external_id: ExternalId,
    /// While it is rotated: the one from before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) former_external_id: Option<ExternalId>,
    /// The role, once it is known.
    pub(crate) role_arn: Option<RoleArn>,
}

impl Revision {
    /// Whether it holds these values, whatever its number.
    pub(crate) fn holds(&self, external_id: &ExternalId, role_arn: Option<&RoleArn>) -> bool {
        self.external_id == *external_id && self.role_arn.as_ref() == role_arn
    }
}

/// The current credentials and the earlier ones that something still refers to. Its JSON is the
/// content of a keyring entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Revisions {
    /// The ones to use.
    #[serde(flatten)]
    pub(crate) current: Revision,
    /// Those of the newest report, and while a change is under way those before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) earlier: Vec<Revision>,
}

impl Revisions {
    fn all(&self) -> impl Iterator<Item = &Revision> {
        std::iter::once(&self.current).chain(&self.earlier)
    }

    /// The credentials of that number.
    pub(crate) fn find(&self, number: u32) -> Option<&Revision> {
        self.all().find(|known| known.number == number)
    }

    /// The same with the credentials of that number as the current ones, if they are known.
    pub(crate) fn centred(mut self, number: u32) -> Self {
        if let Some(index) = self.earlier.iter().position(|known| known.number == number) {
            std::mem::swap(&mut self.current, &mut self.earlier[index]);
        }
        self
    }

    /// The number under which the credentials of a tested connection are known.
    pub(crate) fn number_of(&self, tested: &TestedConnection) -> Option<u32> {
        let same = |known: &&Revision| known.holds(&tested.external_id, Some(&tested.role_arn));
        self.all().find(same).map(|known| known.number)
    }

    /// The same with what another copy knows besides.
    pub(crate) fn joined(mut self, other: &Self) -> Self {
        let missing: Vec<_> = other.all().filter(|known| self.find(known.number).is_none()).cloned().collect();
        self.earlier.extend(missing);
        self
    }

    /// The state after a draft was saved: the same number when nothing changed since `committed`.
    pub(crate) fn after(known: Option<&Self>, committed: Option<u32>, draft: &Draft) -> Self {
        let before = known.zip(committed).and_then(|(known, committed)| known.find(committed));
        let unchanged = before.filter(|before| before.holds(&draft.external_id, draft.role_arn.as_ref()));
        let highest = known.into_iter().flat_map(Self::all).map(|known| known.number).chain(committed).max();
        let number =
            unchanged.map_or_else(|| highest.map_or(1, |highest| highest.saturating_add(1)), |same| same.number);
        let current = Revision {
            number,
            external_id: draft.external_id.clone(),
            // It only ever goes without the others changing, once it is of no more use.
            former_external_id: draft.former_external_id.clone(),
            role_arn: draft.role_arn.clone(),
        };
        let earlier = known.into_iter().flat_map(Self::all).filter(|known| known.number != current.number);
        Self { earlier: earlier.cloned().collect(), current }
    }

    /// The same with a tested connection's credentials beside the current ones, and their number.
    pub(crate) fn with_tested(mut self, tested: &TestedConnection) -> (Self, u32) {
        let number = self.all().map(|known| known.number).max().unwrap_or_default().saturating_add(1);
        let (external_id, role_arn) = (tested.external_id.clone(), Some(tested.role_arn.clone()));
        self.earlier.push(Revision { number, external_id, former_external_id: None, role_arn });
        (self, number)
    }

    /// Only what these numbers, or being current, give a reason to keep.
    pub(crate) fn keeping(mut self, referred: &[Option<u32>]) -> Self {
        self.earlier.retain(|known| referred.contains(&Some(known.number)));
        self
    }
}

/// The JSON in `cloud_identities.credentials`. The discovered resources stay unparsed here: they
/// can be many megabytes, and most calls have no use for them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Credentials<'a> {
    pub(crate) place: CredentialsPlace,
    pub(crate) revision: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    external_id: Option<ExternalId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    former_external_id: Option<ExternalId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role_arn: Option<RoleArn>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    earlier: Vec<Revision>,
    /// They came here because the keyring fell silent, which may still hold what it had.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    stale_entry: bool,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(crate) discovered: Option<&'a RawValue>,
}

impl Credentials<'_> {
    /// The first that is kept of a connection in that place.
    pub(crate) fn first(place: CredentialsPlace, revisions: &Revisions) -> Self {
        let here = (place == CredentialsPlace::Database).then_some(revisions);
        Self {
            place,
            revision: revisions.current.number,
            external_id: here.map(|revisions| revisions.current.external_id.clone()),
            former_external_id: here.and_then(|revisions| revisions.current.former_external_id.clone()),
            role_arn: here.and_then(|revisions| revisions.current.role_arn.clone()),
            earlier: here.map(|revisions| revisions.earlier.clone()).unwrap_or_default(),
            stale_entry: false,
            discovered: None,
        }
    }

    /// What follows on these when the revisions live in that place from now on.
    pub(crate) fn next(&self, place: CredentialsPlace, revisions: &Revisions) -> Self {
        let left = place == CredentialsPlace::Database && self.may_have_entry();
        Self { stale_entry: left, discovered: self.discovered, ..Self::first(place, revisions) }
    }

    /// The same without what was discovered.
    pub(crate) fn head(&self) -> Self {
        Self { discovered: None, ..self.clone() }
    }

    /// Whether the keyring can hold an entry of this connection.
    pub(crate) fn may_have_entry(&self) -> bool {
        self.place == CredentialsPlace::Keyring || self.stale_entry
    }

    /// The revisions, when they live here.
    pub(crate) fn revisions(&self) -> Option<Revisions> {
        let external_id = self.external_id.clone()?;
        let former_external_id = self.former_external_id.clone();
        let current =
            Revision { number: self.revision, external_id, former_external_id, role_arn: self.role_arn.clone() };
        Some(Revisions { current, earlier: self.earlier.clone() })
    }

    /// Whether the two say the same of place and credentials, whatever was discovered.
    pub(crate) fn same_but_discovered(&self, other: &Self) -> bool {
        (self.place, self.revision, self.stale_entry) == (other.place, other.revision, other.stale_entry)
            && self.revisions() == other.revisions()
    }
}

/// The JSON of a draft without its credentials.
pub(crate) fn draft_without_credentials(draft: &Draft) -> serde_json::Result<String> {
    let mut json = serde_json::to_value(draft)?;
    if let Some(fields) = json.as_object_mut() {
        for name in ["external_id", "former_external_id", "role_arn"] {
            fields.remove(name);
        }
    }
    serde_json::to_string(&json)
}

/// The draft with its credentials put back.
pub(crate) fn draft_with_credentials(json: &str, revision: &Revision) -> serde_json::Result<Draft> {
    let mut fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json)?;
    fields.insert("external_id".to_owned(), serde_json::to_value(&revision.external_id)?);
    fields.insert("former_external_id".to_owned(), serde_json::to_value(&revision.former_external_id)?);
    fields.insert("role_arn".to_owned(), serde_json::to_value(&revision.role_arn)?);
    serde_json::from_value(fields.into())
}
