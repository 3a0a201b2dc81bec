// WebKitWebDriver: for the app's window, and for MiniBrowser where a person would use a browser.
import webdriver from "selenium-webdriver";
import http from "selenium-webdriver/http/index.js";
import { freePort, start, stop, until } from "./processes.mjs";

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
    await driver.getSession();
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
      await driver.quit().catch(() => {});
      await stop(child);
    },
  };
}
