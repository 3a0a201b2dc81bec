// The bench targets, built as what people get is built.
import { spawnSync } from "node:child_process";
import { root } from "../../e2e/lib/places.mjs";

const TARGETS = ["connect-aws:discovery", "connect-testkit:replay", "connect-store:cache"].map((target) =>
  target.split(":"),
);
let programs;

/** The program of a bench target. The first time builds the AWS SDK in release mode, which takes many minutes. */
export function bench(name) {
  programs ??= build();
  return programs.get(name);
}

function build() {
  console.log("Building the bench targets in release mode; with the AWS SDK for the first time it takes many minutes");
  const wanted = TARGETS.flatMap(([crate, target]) => ["-p", crate, "--bench", target]);
  const { RUSTC_WORKSPACE_WRAPPER: _, CLIPPY_ARGS: __, ...env } = process.env;
  const args = ["build", "--release", "--locked", "--message-format=json-render-diagnostics", ...wanted];
  // Optimising across crates once more takes minutes with the AWS SDK; it makes programs smaller, hardly faster.
  const whole = { ...env, CARGO_PROFILE_RELEASE_LTO: "off", CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16" };
  const options = { cwd: root, env: whole, encoding: "utf8", maxBuffer: 2 ** 30, stdio: ["ignore", "pipe", "inherit"] };
  const { status, stdout } = spawnSync("cargo", args, options);
  if (status !== 0) throw new Error(`cargo ${args.join(" ")} ended with ${status}`);
  const messages = stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const made = messages.filter(({ target, executable }) => executable && target.kind.includes("bench"));
  return new Map(made.map(({ target, executable }) => [target.name, executable]));
}
