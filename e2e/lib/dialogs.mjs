// The system's own file dialog, which is no web page: keys are sent to its window.
import { run, until } from "./processes.mjs";

/** Saves to `path` in the dialog that is open. */
export async function saveIn(desktop, path) {
  await typeIn(desktop, path, "^(Save|Export)", "ctrl+a");
}

/** Opens the file at `path` in the dialog that is open. */
export async function openIn(desktop, path) {
  // There the keyboard is in the list of files: this opens the field for a path.
  await typeIn(desktop, path, "^Open", "ctrl+l");
}

async function typeIn({ env }, path, title, first) {
  const search = ["search", "--onlyvisible", "--name", title];
  const found = await until(async () => (await run("xdotool", search, { env })).trim(), "the file dialog");
  const dialog = found.split("\n").at(-1);
  await run("xdotool", ["windowfocus", "--sync", dialog], { env });
  await run("xdotool", ["key", first], { env });
  await run("xdotool", ["type", "--delay", "5", path], { env });
  // A path is looked up while it is typed, and until then Return does nothing.
  const closed = async () => {
    await run("xdotool", ["key", "--window", dialog, "Return"], { env }).catch(() => "");
    const left = await run("xdotool", search, { env }).catch(() => "");
    return !left.split("\n").includes(dialog);
  };
  await until(closed, "the end of the file dialog", { every: 500 });
}
