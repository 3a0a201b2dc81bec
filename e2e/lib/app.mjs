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
const DRIVEN = { TAURI_AUTOMATION: "true", TAURI_WEBVIEW_AUTOMATION: "true" };

/** A sandbox and a desktop in one temporary folder, stopped and removed after test `t`. */
export async function stage(t, sandboxArgs = []) {
  const dir = await mkdtemp(join(tmpdir(), "alethia-e2e-"));
  t.after(() => rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  const desktop = await startDesktop(join(dir, "desktop"));
  t.after(() => desktop.stop());
  const sandbox = await startSandbox(join(dir, "sandbox"), sandboxArgs);
  t.after(() => sandbox.stop());
  return { dir, desktop, sandbox };
}

/** Opens the app; `theme` is the system's, `args` and `env` are added to what the sandbox needs. */
export async function openApp(t, { desktop, sandbox }, shots, { theme = "light", args = [], env = {} } = {}) {
  const gtk = { GTK_THEME: theme === "dark" ? "Adwaita:dark" : "Adwaita" };
  const all = { ...desktop.env, ...sandbox.env, ...DRIVEN, ...gtk, ...env };
  const binary = built("alethia-connect");
  const browser = await openBrowser(all, { binary, args: ["--allow-custom-endpoint", ...args] });
  t.after(() => browser.close());
  const page = new Page(browser.driver, shots);
  await page.size(1280, 800);
  return { page, close: browser.close, said: browser.said };
}
