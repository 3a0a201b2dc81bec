// One request, decided by the simulator over the rendered policies.
import { runSimulation } from "@cloud-copilot/iam-simulate";
import { ACCOUNT } from "./template.mjs";

const named = (policies) => Object.entries(policies).map(([name, policy]) => ({ name, policy }));

// Keys without a value are absent from the request.
const present = (context = {}) => Object.fromEntries(Object.entries(context).filter(([, values]) => values.length));

// Single-valued keys are given as texts, as AWS does.
const asGiven = (values) => (Array.isArray(values) && values.length === 1 ? values[0] : values);

// What AWS writes into a new key's policy: the account's own policies decide. No other service asks for one.
const keyPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "kms:*", Resource: "*" }],
};

// "allow" or "deny", with what the simulator did not understand.
export async function decide({ principal, policies, boundary, resourcePolicy }, { action, resource, context }) {
  const given = present(context);
  const answer = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: Object.fromEntries(
          Object.entries(given).map(([key, values]) => [key, key === "aws:TagKeys" ? values : asGiven(values)]),
        ),
      },
      identityPolicies: named(policies),
      permissionBoundaryPolicies: boundary && [{ name: boundary.name, policy: boundary.document }],
      resourcePolicy: resourcePolicy ?? (action.startsWith("kms:") ? keyPolicy : undefined),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (answer.resultType === "error") return { decision: "error", why: JSON.stringify(answer.errors) };
  const results = answer.results ?? [answer.result];
  const ignored = results.flatMap((result) => result.ignoredContextKeys ?? []);
  return { decision: answer.overallResult === "Allowed" ? "allow" : "deny", ignored };
}

// Every resource of a case must be allowed; one that is denied denies it.
export async function decideAll(identity, { action, resource, context }) {
  let decision = "allow";
  for (const one of [resource].flat()) {
    const answer = await decide(identity, { action, resource: one, context });
    if (answer.decision === "error" || answer.ignored.length) return answer;
    if (answer.decision === "deny") decision = "deny";
  }
  return { decision, ignored: [] };
}
