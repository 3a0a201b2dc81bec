// WebKitWebDriver: for the app's window, and for MiniBrowser where a person would use a browser.
import webdriver from "selenium-webdriver";
import http from "selenium-webdriver/http/index.js";
import { readFile } from "node:fs/promises";
import { freePort, start, stop, until, within } from "./processes.mjs";

/** Opens a session on `binary`, or on MiniBrowser (the driver's own default) without one; `env` is all of its environment. */
export async function openBrowser(env, { binary, args = [] } = {}) {
  const port = await freePort();
  const child = start("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], { env });
  const url = `http://127.0.0.1:${port}`;
  const wanted = new webdriver.Capabilities();
  if (binary) wanted.set("webkitgtk:browserOptions", { binary, args });
  let driver;
  try {
    await until(async () => (await fetch(`${url}/status`)).ok, "WebKitWebDriver");
    driver = webdriver.WebDriver.createSession(new http.Executor(new http.HttpClient(url)), wanted);
    // The driver itself waits for ever for a window that ends, or never asks for its page.
    await within(driver.getSession(), "the session", 60000);
  } catch (error) {
    await end(child);
    throw new Error(`${binary ?? "MiniBrowser"} did not open a window: ${error.message}\n${child.said}`, {
      cause: error,
    });
  }
  return {
    driver,
    said: () => child.said,
    processes: () => childrenOf(child.pid),
    close: () => end(child, driver),
  };
}

/**
 * WebKit ends the page; now and then the window around it stays. And there is one instance of the app: started while
 * the last one is still there, it would only wake that one.
 */
async function end(child, driver) {
  const windows = await childrenOf(child.pid);
  if (driver) await within(driver.quit(), "the end of the session", 10000).catch(() => {});
  await stop(child);
  const ended = (signal) => async () => (await Promise.all(windows.map((pid) => hasEnded(pid, signal)))).every(Boolean);
  const what = "the end of the window's process";
  await until(ended("SIGTERM"), what, { timeout: 5000 }).catch(() => until(ended("SIGKILL"), what));
}

async function childrenOf(pid) {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  return children.split(" ").filter(Boolean).map(Number);
}

/** Sends a process this signal, and says whether it has ended; one that only waits to be reaped has. */
async function hasEnded(pid, signal) {
  try {
    process.kill(pid, signal);
    return / Z /.test(await readFile(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true;
  }
}
