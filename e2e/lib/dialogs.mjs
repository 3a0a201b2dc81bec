// The system's own file dialog, which is no web page: keys are sent to its window.
import { run, until } from "./processes.mjs";

/** Saves to `path` in the dialog that is open. */
export async function saveIn(desktop, path) {
  const { env } = desktop;
  const search = ["search", "--onlyvisible", "--name", "^(Save|Export)"];
  const found = await until(async () => (await run("xdotool", search, { env })).trim(), "the file dialog");
  const dialog = found.split("\n").at(-1);
  await run("xdotool", ["windowfocus", "--sync", dialog], { env });
  await run("xdotool", ["key", "ctrl+a"], { env });
  await run("xdotool", ["type", "--delay", "5", path], { env });
  await run("xdotool", ["key", "Return"], { env });
}
