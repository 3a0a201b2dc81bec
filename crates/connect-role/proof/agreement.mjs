// Both ways of making the role, brought into one form.

const byKey = ([a], [b]) => (a < b ? -1 : 1);

// Lists of texts sorted, single texts as lists, statements by their Sids: what IAM takes for the same is the same.
function canonical(node) {
  if (Array.isArray(node)) {
    const items = node.map(canonical);
    return items.every((item) => typeof item === "string") ? [...items].sort() : items;
  }
  if (node === null || typeof node !== "object") return node;
  const entries = Object.entries(node).map(([key, value]) => [key, canonical(listed(key, value))]);
  return Object.fromEntries(entries.sort(byKey));
}

const listed = (key, value) => {
  if (key === "Statement") return [...value].sort((a, b) => (a.Sid < b.Sid ? -1 : 1));
  return ["Action", "Resource"].includes(key) || /^(aws|sts|iam|ec2|kms|s3|wafv2|secretsmanager):/.test(key) ? [value].flat() : value;
};

export function ofStack({ role, policies, boundary }) {
  return canonical({
    role: {
      name: role.RoleName,
      path: role.Path ?? "/",
      description: role.Description,
      session: role.MaxSessionDuration,
      boundary: role.PermissionsBoundary ?? "none",
      trust: role.AssumeRolePolicyDocument,
      tags: Object.fromEntries(role.Tags.map(({ Key, Value }) => [Key, Value])),
    },
    attached: policies,
    apart: { [boundary.name]: boundary.document },
  });
}

export function ofModule(resources) {
  const role = resources["aws_iam_role.provisioner"];
  const label = (address) => address.split(".")[1];
  const of = (type) => Object.entries(resources).filter(([address]) => address.startsWith(`${type}.`));
  const attached = new Set(of("aws_iam_role_policy_attachment").map(([address]) => label(address)));
  const policies = (wanted) =>
    Object.fromEntries(
      of("aws_iam_policy")
        .filter(([address]) => attached.has(label(address)) === wanted)
        .map(([, { name, policy }]) => [name, JSON.parse(policy)]),
    );
  return canonical({
    role: {
      name: role.name,
      path: role.path ?? "/",
      description: role.description,
      session: role.max_session_duration,
      boundary: role.permissions_boundary ?? "none",
      trust: JSON.parse(role.assume_role_policy),
      tags: role.tags,
    },
    attached: policies(true),
    apart: policies(false),
  });
}
