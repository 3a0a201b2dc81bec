// WebKitWebDriver: for the app's window, and for MiniBrowser where a person would use a browser.
import webdriver from "selenium-webdriver";
import http from "selenium-webdriver/http/index.js";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { freePort, start, stop, until, within } from "./processes.mjs";

/** Opens a session on `binary`, or on MiniBrowser (the driver's own default) without one; `env` is all of its environment. */
export async function openBrowser(env, { binary, args = [] } = {}) {
  const port = await freePort();
  const child = start("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], { env });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/status`)).ok, "WebKitWebDriver");
  const wanted = new webdriver.Capabilities();
  if (binary) wanted.set("webkitgtk:browserOptions", { binary, args });
  const executor = new http.Executor(new http.HttpClient(url));
  const driver = webdriver.WebDriver.createSession(executor, wanted);
  try {
    // The driver itself waits for ever for a window that ends, or never asks for its page.
    await within(driver.getSession(), "the session", 60000);
  } catch (error) {
    await stop(child);
    throw new Error(`${binary ?? "MiniBrowser"} did not open a window: ${error.message}\n${child.said}`, {
      cause: error,
    });
  }
  return {
    driver,
    said: () => child.said,
    close: async () => {
      const windows = await childrenOf(child.pid);
      await within(driver.quit(), "the end of the session", 10000).catch(() => {});
      await stop(child);
      // WebKit ends the page; now and then the window around it stays. And there is one instance of the app: started
      // while the last one is still there, it would only wake that one.
      await until(() => windows.every(hasEnded), "the end of the window's process");
    },
  };
}

async function childrenOf(pid) {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  return children.split(" ").filter(Boolean);
}

/** Asks a process to end, and says whether it has. */
function hasEnded(pid) {
  try {
    process.kill(Number(pid), "SIGTERM");
  } catch {
    return true;
  }
  return !existsSync(`/proc/${pid}`);
}
