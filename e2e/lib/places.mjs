// Where the built programs and the artefacts are.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(fileURLToPath(import.meta.url), "../../..");
export const artifacts = resolve(root, "artifacts/e2e");

/** A program of the workspace's debug build. */
export function built(name) {
  const target = resolve(root, process.env.CARGO_TARGET_DIR || "target");
  const path = resolve(target, "debug", name);
  if (!existsSync(path)) throw new Error(`${path} is not there: run \`make build\` first`);
  return path;
}
