// The Terraform program of this machine, as the owner of an account runs it.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./processes.mjs";

/** It asks nobody for a newer one, and leaves no note of that in the home. */
const QUIET = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };

/** Why there is no Terraform here, if there is none. */
export function withoutTerraform() {
  const { error } = spawnSync("terraform", ["version"], { env: { ...process.env, ...QUIET } });
  return error ? "SKIPPED: there is no terraform on the PATH, so no role was made with it" : false;
}

/** Applies a configuration with the credentials of a profile, and answers with the Role ARN that it puts out; null with
 * `onSkip` told why, where the AWS provider cannot be had. */
export async function applied({ dir, sandbox }, configuration, profile, onSkip) {
  const folder = join(dir, "terraform");
  await mkdir(folder);
  await writeFile(join(folder, "main.tf"), configuration);
  // Nothing of the caller's own AWS gets in.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
  const env = { ...Object.fromEntries(own), ...QUIET, ...sandbox.env, AWS_PROFILE: profile };
  if (env.TF_CLI_CONFIG_FILE && !existsSync(env.TF_CLI_CONFIG_FILE)) delete env.TF_CLI_CONFIG_FILE;
  const terraform = (...args) => run("terraform", args, { cwd: folder, env, timeout: 400000 });
  const plugins = process.env.ALETHIA_TF_PLUGIN_DIR;
  try {
    await terraform("init", "-input=false", "-no-color", ...(plugins ? [`-plugin-dir=${plugins}`] : []));
  } catch (error) {
    const unreachable = /Failed to (query available provider packages|install provider)/.test(error.message);
    if (plugins || !unreachable) throw error;
    onSkip("SKIPPED: the AWS provider of Terraform cannot be had; set ALETHIA_TF_PLUGIN_DIR to a folder that has it");
    return null;
  }
  await terraform("apply", "-input=false", "-no-color", "-auto-approve");
  return (await terraform("output", "-raw", "-no-color", "role_arn")).trim();
}
