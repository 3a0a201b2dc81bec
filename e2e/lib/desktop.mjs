// A desktop of its own: an X display, a session bus with an unlocked Secret Service, and a browser command that only
// notes what it is asked to open.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { firstLine, run, start, stop, until } from "./processes.mjs";

const RECORD = '#!/bin/sh\nprintf "%s\\n" "$1" >> "$ALETHIA_E2E_OPENED"\n';

/**
 * Starts the desktop with everything it writes in `dir`; `onEnd` is told what ends each part of it. `openers` are the
 * programs that open pages, each `opens`.
 */
export async function startDesktop(dir, onEnd, { screen = "1600x1000", openers = ["xdg-open"], opens = RECORD } = {}) {
  const home = join(dir, "home");
  const tools = join(dir, "bin");
  const opened = join(dir, "opened");
  const runtime = join(dir, "run");
  for (const folder of [home, tools]) await mkdir(folder, { recursive: true });
  await mkdir(runtime, { mode: 0o700 });
  await writeFile(opened, "");
  for (const opener of openers) await writeFile(join(tools, opener), opens, { mode: 0o755 });

  const display = await startDisplay(screen);
  onEnd(() => stop(display.child));
  const env = environment(home, runtime, tools, opened, display.name);
  const bus = start("dbus-daemon", ["--session", "--nofork", "--print-address=1"], { env });
  onEnd(() => stop(bus));
  env.DBUS_SESSION_BUS_ADDRESS = await firstLine(bus, bus.stdout, "dbus-daemon");
  onEnd(await startKeyring(env));

  return {
    env,
    home,
    opened: async () => (await readFile(opened, "utf8")).split("\n").filter(Boolean),
    clipboard: () => run("xclip", ["-selection", "clipboard", "-out"], { env }),
    putOnClipboard: (text) => putOnClipboard(env, text),
  };
}

async function startDisplay(screen) {
  const args = ["-displayfd", "3", "-screen", "0", `${screen}x24`, "-nolisten", "tcp", "-noreset"];
  const child = start("Xvfb", args, { stdio: ["ignore", "pipe", "pipe", "pipe"] });
  return { child, name: `:${await firstLine(child, child.stdio[3], "Xvfb")}` };
}

/** Nothing of the caller's own session gets in: no profile, no key, no proxy, no bus. */
function environment(home, runtime, tools, opened, display) {
  return {
    PATH: `${tools}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    HOME: home,
    XDG_DATA_HOME: join(home, "data"),
    XDG_CONFIG_HOME: join(home, "config"),
    XDG_CACHE_HOME: join(home, "cache"),
    XDG_STATE_HOME: join(home, "state"),
    XDG_RUNTIME_DIR: runtime,
    TMPDIR: runtime,
    DISPLAY: display,
    GDK_BACKEND: "x11",
    LANG: "C.UTF-8",
    NO_AT_BRIDGE: "1",
    ALETHIA_E2E_OPENED: opened,
  };
}

async function startKeyring(env) {
  const child = start("gnome-keyring-daemon", ["--foreground", "--unlock", "--components=secrets"], { env });
  child.stdin.end("sandbox");
  const owned = [
    "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path", "/org/freedesktop/DBus",
    "--method", "org.freedesktop.DBus.NameHasOwner", "org.freedesktop.secrets",
  ]; // prettier-ignore
  await until(async () => (await run("gdbus", owned, { env })).includes("true"), "the Secret Service");
  return () => stop(child);
}

/** `xclip` stays in the background to serve what it holds, so its output must not be waited for. */
async function putOnClipboard(env, text) {
  const child = start("xclip", ["-selection", "clipboard", "-in"], { env, stdio: ["pipe", "ignore", "ignore"] });
  child.stdin.end(text);
  await child.ended;
}
