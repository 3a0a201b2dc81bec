// The real window on a desktop of its own, against a sandbox of its own.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser } from "./browser.mjs";
import { startDesktop } from "./desktop.mjs";
import { Page } from "./page.mjs";
import { built } from "./places.mjs";
import { startSandbox } from "./sandbox.mjs";

// What tauri-driver adds to WebKitWebDriver: the app lets itself be driven only with these.
export const DRIVEN = { TAURI_AUTOMATION: "true", TAURI_WEBVIEW_AUTOMATION: "true" };

/** For `test`: a journey takes below a minute; one that hangs is ended with a picture of where. */
export const PATIENCE = { timeout: 240000 };

/** A sandbox and a desktop in one temporary folder; after test `t` everything on them is ended, last first. */
export async function stage(t, sandboxArgs = [], desktopOptions = {}) {
  const endings = [];
  const onEnd = (ending) => endings.push(ending);
  t.after(async () => {
    const failures = [];
    for (const ending of endings.reverse()) await ending().catch((error) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  });
  const dir = await mkdtemp(join(tmpdir(), "alethia-e2e-"));
  onEnd(() => rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));
  const desktop = await startDesktop(join(dir, "desktop"), onEnd, desktopOptions);
  const sandbox = await startSandbox(join(dir, "sandbox"), sandboxArgs);
  onEnd(sandbox.stop);
  return { dir, desktop, sandbox, onEnd };
}

const LARGE = [1280, 800];

/** Opens the app; `theme` is the system's, `args` and `env` are added to what the sandbox needs; no `size`, its own. */
export async function openApp({ desktop, sandbox, onEnd }, shots, options = {}) {
  const { theme = "light", args = [], env = {}, size = LARGE } = options;
  const gtk = { GTK_THEME: theme === "dark" ? "Adwaita:dark" : "Adwaita" };
  const all = { ...desktop.env, ...sandbox.env, ...DRIVEN, ...gtk, ...env };
  const binary = built("alethia-connect");
  const browser = await openBrowser(all, { binary, args: ["--allow-custom-endpoint", ...args] });
  onEnd(browser.close);
  const page = new Page(browser.driver, shots);
  if (size) await page.size(...size);
  return { page, ...browser };
}
