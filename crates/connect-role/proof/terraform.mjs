// What the Terraform module makes, by `terraform test` with a mock of the provider: nothing is sent anywhere.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ACCOUNT } from "./template.mjs";

const mock = (partition) => `
mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "${ACCOUNT}" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "${partition}" }
  }
  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:${partition}:iam::${ACCOUNT}:policy/made" }
  }
}
`;

const run = (name, variables) =>
  `run "${name}" {\n  variables {\n${Object.entries(variables)
    .map(([key, value]) => `    ${key} = ${JSON.stringify(value)}\n`)
    .join("")}  }\n}\n`;

function terraform(folder, ...args) {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  if (env.TF_CLI_CONFIG_FILE && !existsSync(env.TF_CLI_CONFIG_FILE)) delete env.TF_CLI_CONFIG_FILE;
  return spawnSync("terraform", args, { cwd: folder, env, encoding: "utf8", maxBuffer: 1 << 28 });
}

// The states by the runs' names: { name: { partition, variables } } in, { name: resources by address } out.
// `skipped` says why where Terraform or the provider cannot be had.
export function applied(module, runs) {
  const folder = mkdtempSync(join(tmpdir(), "alethia-module-"));
  try {
    return inside(folder, module, runs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inside(folder, module, runs) {
  cpSync(module, folder, { recursive: true });
  mkdirSync(join(folder, "tests"));
  for (const [name, { partition, variables }] of Object.entries(runs)) {
    writeFileSync(join(folder, `tests/${name}.tftest.hcl`), mock(partition) + run(name, variables));
  }
  const plugins = process.env.ALETHIA_TF_PLUGIN_DIR;
  const init = terraform(folder, "init", "-backend=false", "-input=false", "-no-color", ...(plugins ? [`-plugin-dir=${plugins}`] : []));
  if (init.error) return { skipped: "there is no terraform on the PATH" };
  if (init.status) {
    if (!plugins && /Failed to (query available provider packages|install provider)/.test(init.stderr)) {
      return { skipped: "the AWS provider cannot be had; set ALETHIA_TF_PLUGIN_DIR to a folder that has it" };
    }
    throw new Error(`terraform init: ${init.stderr}`);
  }
  const tested = terraform(folder, "test", "-json", "-verbose");
  if (tested.status) throw new Error(`terraform test: ${tested.stdout.slice(0, 4000)}${tested.stderr}`);
  const states = tested.stdout.split("\n").filter((line) => line.includes('"type":"test_state"')).map((line) => JSON.parse(line));
  return Object.fromEntries(states.map((line) => [line["@testrun"], resources(line.test_state)]));
}

const resources = (state) =>
  Object.fromEntries(state.root_module.resources.map(({ address, values }) => [address, values]));
