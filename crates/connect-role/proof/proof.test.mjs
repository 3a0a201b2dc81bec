// Proves the rendered role: its actions, its reach, its size, that nothing of it is spare, and that it cannot grow.
//
// ALETHIA_PROOF_ROLE names another folder of rendered files, ALETHIA_PROOF_ROWS some rows of the table.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ofModule, ofStack } from "./agreement.mjs";
import { openWays } from "./escalation.mjs";
import { details, fits, gives, isWrite, updatedAt } from "./reference.mjs";
import { decideAll } from "./simulate.mjs";
import { ACCOUNT, EXTERNAL_ID, PLATFORM, readTemplate, resolved, withFeatures } from "./template.mjs";
import { applied } from "./terraform.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.env.ALETHIA_PROOF_ROLE ?? join(here, "../../../role");
const wanted = process.env.ALETHIA_PROOF_ROWS?.split(",");
const json = (path) => JSON.parse(readFileSync(path, "utf8"));

const template = readTemplate(join(folder, "cloudformation/alethia-provisioner-role.yaml"));
const FEATURES = Object.entries(template.Parameters).filter(([, of]) => of.AllowedValues).map(([name]) => name);
const ROLE = "AlethiaProvisionerRole";
const figures = {};

const files = readdirSync(join(here, "cases")).filter((file) => !wanted || wanted.includes(file.replace(".json", "")));
const cases = files.flatMap((file) => json(join(here, "cases", file)).map((one) => ({ file, ...one })));

const identities = new Map();

// Who asks in a case: the role itself, or a workload that the role made.
function identity({ partition = "aws", features = [], as, policies, resourcePolicy, ResourcePrefix }) {
  const key = JSON.stringify([partition, features, ResourcePrefix]);
  const parameters = { "AWS::Partition": partition, ...(ResourcePrefix && { ResourcePrefix }), ...withFeatures(features) };
  if (!identities.has(key)) identities.set(key, resolved(template, parameters));
  const made = identities.get(key);
  const role = (name) => `arn:${partition}:iam::${ACCOUNT}:role/${name}`;
  if (as === "workload") {
    const own = Object.fromEntries([policies].flat().map((policy, at) => [`own-${at}`, policy]));
    return { principal: role("alethia/workload"), policies: own, boundary: made.boundary, resourcePolicy };
  }
  return { principal: role(ROLE), policies: made.policies, resourcePolicy };
}

const listed = (problems) => `${problems.length}:\n  ${problems.join("\n  ")}`;
const clean = (problems) => problems.length && assert.fail(listed(problems));

// Every statement of every policy, the boundary's too, with all features on.
const everything = resolved(template, withFeatures(FEATURES));
const documents = { ...everything.policies, [everything.boundary.name]: everything.boundary.document };
const statements = Object.entries(documents).flatMap(([policy, document]) =>
  document.Statement.map((statement) => ({ policy, ...statement })),
);

test("every action, condition key and ARN is one that AWS knows, where it has an effect", async () => {
  const problems = [];
  for (const statement of statements) problems.push(...(await faults(statement)));
  figures.actions = new Set(statements.filter((one) => one.Effect === "Allow").flatMap((one) => one.Action)).size;
  figures.statements = statements.length;
  clean(problems);
});

async function faults({ policy, Sid, Effect, Action, Resource, Condition = {} }) {
  const problems = [];
  const say = (words) => problems.push(`${policy}, ${Sid}: ${words}`);
  const used = new Set(Resource.filter((pattern) => pattern === "*"));
  const keys = Object.values(Condition).flatMap((of) => Object.keys(of));
  for (const action of Action) {
    const found = await details(action);
    if (!found) {
      say(`${action} is not in the reference`);
      continue;
    }
    const pairs = Resource.flatMap((pattern) => found.types.filter((type) => fits(pattern, type)).map((type) => [pattern, type]));
    pairs.forEach(([pattern]) => used.add(pattern));
    if (Resource.includes("*")) {
      if (Effect === "Allow" && found.types.length) say(`${action} on *, although it has resource types`);
    } else if (!found.types.length) say(`${action} has no resource type: only * has an effect`);
    else if (!pairs.length) say(`${action} has no resource type that the statement names`);
    for (const key of keys) {
      const types = pairs.length ? pairs.map(([, type]) => type) : [undefined];
      const without = [];
      for (const type of types) if (!(await gives(found, type, key))) without.push(type?.key ?? "*");
      if (without.length === types.length) say(`${action} never comes with ${key}`);
    }
  }
  Resource.filter((pattern) => !used.has(pattern)).forEach((pattern) => say(`no action of it takes ${pattern}`));
  return problems;
}

test("the simulator allows what each type needs, and denies what is outside", async () => {
  const problems = [];
  for (const one of cases) {
    const answer = await decideAll(identity(one), one);
    const place = `${one.file}: "${one.says}" (${one.action})`;
    if (answer.decision === "error") problems.push(`${place}: ${answer.why}`);
    else if (answer.ignored.length) problems.push(`${place}: AWS does not send ${answer.ignored.join(", ")} with it`);
    else if (answer.decision !== one.effect) problems.push(`${place}: expected ${one.effect}, is ${answer.decision}`);
  }
  figures.cases = cases.length;
  figures.denied = cases.filter((one) => one.effect === "deny").length;
  clean(problems);
});

const LONGEST = {
  "AWS::Partition": "aws-us-gov",
  RoleName: "a".repeat(64),
  ResourcePrefix: "a".repeat(20),
  ...withFeatures(FEATURES),
};

test("the policies keep IAM's limits with the longest parameters and every feature", () => {
  const { policies, boundary } = resolved(template, LONGEST);
  const size = (document) => JSON.stringify(document).replace(/\s/g, "").length;
  const sizes = Object.entries({ ...policies, [boundary.name]: boundary.document }).map(([name, document]) => [
    name.replace(/^a+-/, ""),
    size(document),
  ]);
  figures.sizes = Object.fromEntries(sizes);
  figures.bytes = template.bytes;
  clean(sizes.filter(([, characters]) => characters > 6144).map(([name, characters]) => `${name} has ${characters}`));
  assert.ok(Object.keys(policies).length <= 10, "a role takes ten managed policies");
  assert.ok(template.bytes <= 51_200, `a template sent inline has at most 51,200 bytes, this one ${template.bytes}`);
});

test("what is rendered as plain policies is what the template makes", () => {
  const all = json(join(folder, "policies/all.json"));
  const plain = JSON.parse(JSON.stringify(all).replaceAll("TARGET_ACCOUNT_ID", ACCOUNT));
  const { policies, boundary } = resolved(template);
  delete plain["trust-policy"];
  assert.deepEqual(plain, { ...policies, [boundary.name]: boundary.document });
});

test("without any one write action, something that a type needs is denied", async () => {
  const allowed = json(join(here, "survivors.json"));
  const survivors = [];
  let removed = 0;
  for (const { policy, Sid, Effect, Action } of statements) {
    if (Effect !== "Allow") continue;
    for (const action of Action) {
      if (!(await isWrite(action))) continue;
      removed += 1;
      if (!(await isMissed(policy, Sid, action))) survivors.push(`${action} of ${policy}, ${Sid}`);
    }
  }
  figures.removed = removed;
  figures.survivors = survivors.length;
  clean(survivors.filter((survivor) => !(survivor in allowed)));
  clean(Object.keys(allowed).filter((name) => !survivors.includes(name)).map((name) => `${name} is missed by now`));
});

// Whether a case that is allowed is denied without the action in that statement.
async function isMissed(policy, sid, action) {
  const needs = cases.filter((one) => one.effect === "allow" && one.action.toLowerCase() === action.toLowerCase());
  for (const one of needs) {
    const { decision } = await decideAll(without(identity(one), policy, sid, action), one);
    if (decision === "deny") return true;
  }
  return false;
}

function without({ policies, boundary, ...rest }, name, sid, action) {
  const cut = (document) => ({
    ...document,
    Statement: document.Statement.map((statement) =>
      statement.Sid === sid ? { ...statement, Action: statement.Action.filter((one) => one !== action) } : statement,
    ).filter((statement) => statement.Action.length),
  });
  return {
    ...rest,
    policies: name in policies ? { ...policies, [name]: cut(policies[name]) } : policies,
    boundary: boundary?.name === name ? { ...boundary, document: cut(boundary.document) } : boundary,
  };
}

const EVERYTHING = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

test("no known way leads to more rights: each is impossible, or capped by the boundary", async () => {
  const ways = json(join(here, "escalations.json"));
  const role = identity({ features: FEATURES });
  const workload = identity({ features: FEATURES, as: "workload", policies: EVERYTHING });
  figures.ways = ways.length;
  figures.capped = ways.filter((way) => way.outcome === "capped").length;
  clean(await openWays(ways, role, workload));
});

const RUNNER = `arn:aws-us-gov:iam::${PLATFORM}:role/AlethiaRunner`;
// The same choices for both: the template's parameters by their names, and the module's variables by theirs.
const CHOICES = {
  usual: { partition: "aws", parameters: {} },
  chosen: {
    partition: "aws-us-gov",
    parameters: { RoleName: "Other", ResourcePrefix: "acme", RunnerRoleArn: RUNNER, ...withFeatures(FEATURES) },
  },
};
const variable = (name) => name.replace(/(?<!^)([A-Z])/g, "_$1").toLowerCase();
const asVariables = (parameters) =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [variable(name), value === "yes" ? true : value]));

test("the stack and the Terraform module make the same role", (t) => {
  const given = { ExternalId: EXTERNAL_ID, PlatformAccountId: PLATFORM };
  const runs = Object.entries(CHOICES).map(([name, { partition, parameters }]) => [
    name,
    { partition, variables: asVariables({ ...given, ...parameters }) },
  ]);
  const states = applied(join(folder, "terraform"), Object.fromEntries(runs));
  if (states.skipped) return skip(t, states.skipped);
  for (const [name, { partition, parameters }] of Object.entries(CHOICES)) {
    const stack = ofStack(resolved(template, { "AWS::Partition": partition, ...parameters }));
    assert.deepEqual(ofModule(states[name]), stack, `with the choices "${name}"`);
  }
  figures.agreed = Object.keys(CHOICES).length;
});

test("cfn-lint has nothing to say", (t) => {
  const lint = process.env.ALETHIA_CFN_LINT ?? join(here, "../../../.sandbox/lint/bin/cfn-lint");
  if (!existsSync(lint)) return skip(t, `${lint} is not there; crates/connect-role/proof/install.sh makes it`);
  const said = spawnSync(lint, ["--include-checks", "I", "--", join(folder, "cloudformation/alethia-provisioner-role.yaml")], {
    encoding: "utf8",
  });
  assert.equal(said.status, 0, said.stdout + said.stderr);
});

// A skip that nobody sees would be taken for a proof.
function skip(t, why) {
  process.stdout.write(`\nSKIPPED ${t.name}: ${why}\n`);
  t.skip(why);
}

after(async () => {
  const sizes = Object.entries(figures.sizes ?? {}).map(([name, size]) => `${name} ${size}`).join(", ");
  process.stdout.write(`
Sizes with the longest parameters and every option (IAM takes 6144): ${sizes}.
role: ${figures.actions} actions in ${figures.statements} statements, reference of ${await updatedAt()}; ${figures.cases} cases, ${figures.denied} of them denials; ${figures.removed} write actions taken away one by one, ${figures.survivors} not missed; ${figures.ways} known ways to more rights, ${figures.capped} of them capped by the boundary and the others impossible; template ${figures.bytes} of 51200 bytes; ${figures.agreed ?? 0} sets of parameters alike in CloudFormation and Terraform.
`);
});
