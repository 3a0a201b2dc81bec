//! What can be wrong with a catalogue file, told with its place and the rule.

/// A fault of a catalogue file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("catalogue/{file}, {place}: {rule}")]
pub struct CatalogueError {
    /// The file's name.
    pub file: String,
    /// The entry, scope or field.
    pub place: String,
    /// What is broken.
    pub rule: Rule,
}

/// A rule of the catalogue that was broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rule {
    /// Not TOML; holds the parser's words with line and column.
    #[error("this is not TOML: {0}")]
    Syntax(String),
    /// A field is unknown, missing or of the wrong kind; holds the parser's words.
    #[error("{0}")]
    Field(String),
    /// The file with the head is not there.
    #[error("the file is missing; it holds the role's version, description and what it cannot do")]
    NoHead,
    /// The file with the ceiling of what the role makes is not there.
    #[error("the file is missing; it holds the permissions boundary of every role that this role makes")]
    NoBoundary,
    /// No section file at all.
    #[error("there is no section beside it, so the role could do nothing")]
    NoSection,
    /// An action without a service, or with characters that no action has.
    #[error("\"{0}\" is not an IAM action: write service:Action, such as ec2:DescribeVpcs")]
    ActionShape(String),
    /// An action with a wildcard.
    #[error("\"{0}\" has a wildcard: name every action, so that nothing comes in unseen")]
    ActionWildcard(String),
    /// The same action twice in one list and scope.
    #[error("{action} is there twice in the scope {scope}: keep one")]
    Duplicate {
        /// The action.
        action: String,
        /// The scope.
        scope: String,
    },
    /// A text that people need is empty.
    #[error("{0} is empty: say it in a sentence")]
    Empty(&'static str),
    /// A grant refers to no scope of its section.
    #[error("{action} refers to the scope \"{scope}\", which this file does not define")]
    UnknownScope {
        /// The action.
        action: String,
        /// The scope.
        scope: String,
    },
    /// A grant without a scope, in an entry that has no default for that part of a life.
    #[error("{action} has no scope: name one, or give the entry a scope for {part}")]
    NoScope {
        /// The action.
        action: String,
        /// The part of a resource's life.
        part: &'static str,
    },
    /// A grant of a purpose without a reason.
    #[error("{0} has no reason: only a resource type's actions may go without")]
    NoReason(String),
    /// A feature that is none of the template's switches.
    #[error("\"{0}\" is not one of the optional features: {known}", known = crate::parameter::features().collect::<Vec<_>>().join(", "))]
    Feature(String),
    /// A scope of entries that do not belong to the same feature.
    #[error("it is used with the feature \"{0}\" and without: a statement is there or not, so give each its own scope")]
    MixedFeatures(String),
    /// A policy of which nothing is left without the optional features.
    #[error("without its optional features the policy {0} is empty, which IAM refuses")]
    OnlyFeatures(String),
    /// What the role never may is in a scope that allows, or what it needs in one that denies.
    #[error("{action} is {listed}, but the scope {scope} has the other effect")]
    Effect {
        /// The action.
        action: String,
        /// How it is listed.
        listed: &'static str,
        /// The scope.
        scope: String,
    },
    /// A scope that no grant refers to.
    #[error("no entry uses this scope: remove it or use it")]
    UnusedScope,
    /// A scope's or policy's name that IAM would refuse.
    #[error("\"{0}\" is not usable as a name: letters and digits only, a capital first")]
    Name(String),
    /// Two sections of one policy define a scope of the same name.
    #[error("{other} has a scope of that name in the same policy: a Sid must be unique, rename one")]
    ScopeClash {
        /// The other file.
        other: String,
    },
    /// Two sections claim the same name or place.
    #[error("{other} has the same {what}: each section has its own")]
    SectionClash {
        /// The other file.
        other: String,
        /// `service` or `order`.
        what: &'static str,
    },
    /// An entry without any action.
    #[error("it grants nothing: give it a create, read, update or delete action")]
    NoGrant,
    /// Both or neither of `resource` and `purpose`.
    #[error("give it either a resource (a Terraform type) or a purpose")]
    Subject,
    /// A resource type without the provider versions, or a purpose with them.
    #[error("{0}")]
    Provider(&'static str),
    /// Neither an ARN nor `*`.
    #[error("\"{0}\" is neither an ARN nor *")]
    Resource(String),
    /// A placeholder that is not known.
    #[error("\"{0}\" is not a placeholder known here: partition, account, role, role_arn, prefix, boundary_arn")]
    Placeholder(String),
    /// A scope with a pattern and no example.
    #[error("a pattern needs an example: one ARN inside it, to ask the policy simulator with")]
    NoExample,
    /// An example outside of the scope, or a pattern itself.
    #[error("the example \"{0}\" is not one ARN inside the scope's resources")]
    Example(String),
    /// A condition without a value.
    #[error("the condition on {0} has no value")]
    NoValue(String),
    /// A negative condition without a value that meets it.
    #[error(
        "the condition on {0} says what must not be: give an example that meets it, to ask the policy simulator with"
    )]
    NoValueThatMeets(String),
    /// The longest session is outside of what IAM takes.
    #[error("max_session_seconds is {0}: IAM takes 3600 to 43200")]
    Session(u32),
}
