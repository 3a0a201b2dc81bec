//! What mends a stack that could not be made, from the words of its first failed event.
//!
//! `CloudFormation` hands on what the resource's own service said, and gives no code: text is all there is.
//! Sources: [IAM errors](https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html),
//! [`CloudFormation` troubleshooting](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html).

/// Each with the words that tell it; the first that fits is taken, so the more telling stand first.
const MENDS: [(&[&str], &str); 9] = [
    (
        &["service control policy", "explicit deny in a resource control policy"],
        "A policy of the AWS organisation forbids it. Only the organisation's administrator can allow these IAM calls in \
         this account, or make the stack from the organisation.",
    ),
    (
        &["permissions boundary", "explicit deny in a permissions"],
        "The permissions boundary of the target profile's user or role forbids it. Use a profile without that boundary, \
         or hand the stack over to the account's administrator.",
    ),
    (
        &["already exists", "alreadyexists"],
        "Something of that name is in the account from an earlier try or by hand. Delete it in the IAM console, or give \
         the new stack another role name or resource prefix in the CloudFormation console.",
    ),
    (
        &["invalid principal", "malformedpolicydocument"],
        "AWS does not know the platform account that the role is to trust. Check its number and its partition in step \
         External ID.",
    ),
    (
        &["cannot exceed quota", "limitexceeded", "limit exceeded"],
        "A quota of the account is used up. Delete roles or policies that nobody uses, or have the quota raised in the \
         Service Quotas console.",
    ),
    (&["capabilit"], "The stack makes IAM roles with names, which has to be acknowledged: CAPABILITY_NAMED_IAM."),
    (
        &["at 'templatebody'", "templatebody"],
        "The template is larger than CloudFormation takes directly: use the hosted template with Launch Stack in AWS.",
    ),
    (
        &["not authorized", "accessdenied", "access denied", "unauthorized"],
        "The target profile may not do that. Use a profile of an administrator of the account, or hand the stack over to \
         one.",
    ),
    (&["throttl", "rate exceeded"], "AWS was asked too often just then. Wait a minute, then deploy again."),
];

/// What mends it; none where the reason tells nothing that is known.
pub fn mend_of(reason: &str) -> Option<&'static str> {
    let reason = reason.to_lowercase();
    MENDS.iter().find(|(words, _)| words.iter().any(|word| reason.contains(word))).map(|(_, mend)| *mend)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reasons as AWS words them, and a word of the mend that belongs to each.
    const REASONS: [(&str, &str); 11] = [
        ("ProvisionerRole: AlethiaProvisionerRole already exists in stack arn:aws:cloudformation:...", "earlier try"),
        (
            "Resource handler returned message: \"Role with name AlethiaProvisionerRole already exists. (Service: Iam, Status Code: 409)\" (HandlerErrorCode: AlreadyExists)",
            "earlier try",
        ),
        ("Requires capabilities : [CAPABILITY_NAMED_IAM]", "CAPABILITY_NAMED_IAM"),
        (
            "User: arn:aws:iam::444455556666:user/anna is not authorized to perform: iam:CreateRole on resource: arn with an explicit deny in a service control policy",
            "organisation",
        ),
        (
            "User: arn:aws:iam::444455556666:user/anna is not authorized to perform: iam:CreateRole because no permissions boundary allows the iam:CreateRole action",
            "boundary",
        ),
        (
            "Resource handler returned message: \"Invalid principal in policy: \\\"AWS\\\":\\\"111122223333\\\" (Service: Iam, Status Code: 400)\"",
            "platform account",
        ),
        (
            "Resource handler returned message: \"Cannot exceed quota for RolesPerAccount: 1000 (Service: Iam, Status Code: 409)\"",
            "quota",
        ),
        ("Resource handler returned message: \"LimitExceeded\"", "quota"),
        (
            "API: iam:CreateRole User: arn:aws:iam::444455556666:user/anna is not authorized to perform: iam:CreateRole",
            "administrator",
        ),
        (
            "1 validation error detected: Value '...' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200",
            "hosted template",
        ),
        ("Rate exceeded (Service: Iam, Status Code: 400)", "minute"),
    ];

    #[test]
    fn each_reason_has_the_mend_that_belongs_to_it() {
        for (reason, word) in REASONS {
            let mend = mend_of(reason).unwrap_or_default();
            assert!(mend.contains(word), "{reason}\n  is mended by: {mend}");
        }
        assert_eq!(mend_of("its events name no reason"), None, "what is not known is not guessed");
    }
}
