// What the script can ask of this page. All times are in milliseconds.
import "@cloudscape-design/global-styles/index.css";
import "virtual:theme.css";
import "../src/app.css";

import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";

import { type Account, accountOf } from "./account";
import { frame, painted, scrolled, type Frames, typed } from "./measure";
import { type Subject, subjects } from "./trees";

let subject: Subject | undefined;
let account: Account | undefined;
let shown: Root | undefined;

function chosen(): Subject {
  if (!subject) throw new Error("nothing is shown yet");
  return subject;
}

async function timed(act: () => void): Promise<number> {
  const begun = performance.now();
  act();
  await painted();
  return performance.now() - begun;
}

const bench = {
  /** Makes the account that is shown afterwards. */
  prepare: (size: number) => {
    account = accountOf(size);
  },
  /** From the account to its first paint. */
  show: async (name: string): Promise<number> => {
    const made = account;
    subject = subjects[name];
    const root = document.getElementById("root");
    if (!made || !root) throw new Error("no account was prepared");
    const { show, row } = chosen();
    shown?.unmount();
    const next = (shown = createRoot(root));
    await painted();
    const begun = performance.now();
    flushSync(() => next.render(show(made)));
    while (!document.querySelector(row)) await frame();
    await painted();
    return performance.now() - begun;
  },
  expandAll: () => timed(chosen().expandAll ?? fail),
  expandOne: () => timed(chosen().expandOne ?? fail),
  /** Through everything from top to bottom, as with the scroll bar. */
  scroll: (): Promise<Frames> => scrolled(chosen().scroller(), "all"),
  /** As with a wheel. */
  roll: (): Promise<Frames> => scrolled(chosen().scroller(), 100),
  rows: () => document.querySelectorAll(chosen().row).length,
  typed,
  /** What the engine takes for next to nothing: a text that changes, and an empty stretch that scrolls. */
  nothing: async () => {
    const root = document.getElementById("root");
    if (!root) throw new Error("no root");
    root.innerHTML = '<div style="height:640px;overflow:auto"><div style="height:3000000px">nothing</div></div>';
    const scroller = root.firstElementChild ?? root;
    await painted();
    const paint = await timed(() => scroller.firstElementChild?.firstChild?.replaceWith("nothing at all"));
    return { paint, bar: await scrolled(scroller, "all") };
  },
};

function fail(): never {
  throw new Error("this tree cannot do that");
}

declare global {
  interface Window {
    bench: typeof bench;
  }
}

window.bench = bench;
