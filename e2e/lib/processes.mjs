// Child processes that end with the test, whatever becomes of it.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

const running = new Set();

process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));
let atSignal = () => process.exit(130);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => atSignal());
}

/** What is done when this process is told to end, instead of ending at once. */
export function onSignal(action) {
  atSignal = action;
}

// A test process that is killed runs no handler; the kernel ends its children all the same.
const TIED = process.platform === "linux" ? ["setpriv", "--pdeathsig", "KILL"] : [];

/** Starts a program and keeps what it says in `child.said` as it arrives. */
export function start(program, args, options = {}) {
  const [command, ...words] = [...TIED, program, ...args];
  const child = spawn(command, words, { stdio: ["pipe", "pipe", "pipe"], ...options });
  running.add(child);
  child.said = "";
  // A program may end without reading what it is given; its status says whether that was wrong.
  child.stdin?.on("error", () => {});
  child.ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status, signal) => {
      running.delete(child);
      resolve({ status, signal });
    });
  });
  child.ended.catch(() => running.delete(child));
  for (const stream of [child.stdout, child.stderr, child.stdio[3]]) {
    stream?.on("data", (text) => (child.said += text));
  }
  return child;
}

/** The first line of one of a child's streams; fails with the child's words if it ends before, or is silent. */
export async function firstLine(child, stream, program, timeout = 120000) {
  const line = new Promise((resolve) => createInterface({ input: stream }).once("line", resolve));
  const end = child.ended.then(({ status, signal }) => {
    throw new Error(`${program} ended (${signal ?? status}) before it was ready:\n${child.said}`);
  });
  return within(Promise.race([line, end]), `the first words of ${program}`, timeout);
}

/** Asks a child to end, and makes it after `patience` milliseconds. */
export async function stop(child, patience = 5000) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), patience);
  await child.ended;
  clearTimeout(force);
}

/** Runs a program to its end; fails unless its status is 0. */
export async function run(program, args, { input, ...options } = {}) {
  const child = start(program, args, { timeout: 60000, killSignal: "SIGKILL", ...options });
  child.stdin.end(input ?? "");
  const { status, signal } = await child.ended;
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${signal ?? status}:\n${child.said}`);
  return child.said;
}

/** A port of loopback that is free now. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What a promise brings, or a failure with `what` when it takes longer than `timeout` milliseconds. */
export async function within(promise, what, timeout = 30000) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come within ${timeout / 1000} s`)), timeout);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Repeats until there is an answer; fails with `what` and the last error. */
export async function until(ask, what, { timeout = 15000, every = 100 } = {}) {
  const deadline = Date.now() + timeout;
  let last;
  for (;;) {
    try {
      const answer = await within(ask(), what, Math.max(deadline - Date.now(), every));
      if (answer) return answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`${what} did not come within ${timeout / 1000} s${last ? `: ${last.message}` : ""}`);
    }
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
