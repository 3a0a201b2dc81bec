// Resolves the rendered CloudFormation template as CloudFormation would, for given parameters.
import { readFileSync } from "node:fs";
import { parseDocument, YAMLMap } from "yaml";

export const ACCOUNT = "444455556666";
export const PLATFORM = "111122223333";
export const EXTERNAL_ID = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90";

const FUNCTIONS = ["Ref", "Sub", "If", "Equals", "Not", "GetAtt"];
const ABSENT = Symbol("AWS::NoValue");

// A tag such as !Sub becomes { "Fn": "Sub", of: … }.
const tags = FUNCTIONS.flatMap((name) =>
  ["scalar", "seq"].map((collection) => ({
    tag: `!${name}`,
    ...(collection === "seq" && { collection }),
    resolve: (value) => {
      const node = new YAMLMap();
      node.set("Fn", name);
      node.set("of", value);
      return node;
    },
  })),
);

export function readTemplate(path) {
  const text = readFileSync(path, "utf8");
  const document = parseDocument(text, { customTags: tags });
  if (document.errors.length) throw document.errors[0];
  return { bytes: Buffer.byteLength(text), ...JSON.parse(JSON.stringify(document.toJS())) };
}

function filled(template, given) {
  const values = { "AWS::AccountId": ACCOUNT, "AWS::Partition": "aws", ...given };
  for (const [name, { Default }] of Object.entries(template.Parameters)) values[name] ??= Default;
  return values;
}

const resolvers = {
  Ref: (name, scope) => {
    if (name === "AWS::NoValue") return ABSENT;
    if (name in scope.values) return scope.values[name];
    if (name in scope.template.Resources) return `<${name}>`;
    throw new Error(`!Ref ${name} is neither a parameter nor a resource`);
  },
  Sub: (text, scope) => text.replace(/\$\{([^}]+)\}/g, (_, name) => resolvers.Ref(name, scope)),
  GetAtt: (name) => `<${name}>`,
  Equals: (sides, scope) => new Set(sides.map((side) => resolve(side, scope))).size === 1,
  Not: ([condition], scope) => !resolve(condition, scope),
  If: ([name, yes, no], scope) => resolve(resolve(scope.template.Conditions[name], scope) ? yes : no, scope),
};

function resolve(node, scope) {
  if (Array.isArray(node)) return node.map((item) => resolve(item, scope)).filter((item) => item !== ABSENT);
  if (node === null || typeof node !== "object") return node;
  if ("Fn" in node) return resolvers[node.Fn](node.of, scope);
  const entries = Object.entries(node).map(([key, value]) => [key, resolve(value, scope)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== ABSENT));
}

// What a stack with these parameters makes: the role, its policies by name, and the boundary of what it makes.
export function resolved(template, given = {}) {
  const values = filled(template, { ExternalId: EXTERNAL_ID, PlatformAccountId: PLATFORM, ...given });
  const scope = { template, values };
  const policies = {};
  let role, boundary;
  for (const resource of Object.values(template.Resources)) {
    const made = resolve(resource.Properties, scope);
    if (resource.Type === "AWS::IAM::Role") role = made;
    else if (made.Roles) policies[made.ManagedPolicyName] = made.PolicyDocument;
    else boundary = { name: made.ManagedPolicyName, document: made.PolicyDocument };
  }
  return { role, policies, boundary };
}

// The parameters that switch these features on.
export function withFeatures(features = []) {
  return Object.fromEntries(features.map((feature) => [feature, "yes"]));
}
