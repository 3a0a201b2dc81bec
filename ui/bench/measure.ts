// Clocks: the time until a change is painted, of frames while something scrolls, and from a key to its result.

export interface Frames {
  readonly median: number;
  readonly p95: number;
  readonly worst: number;
}

export function frame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
}

/** Two frames on: what was changed before the first is painted by the second. */
export async function painted(): Promise<void> {
  await frame();
  await frame();
}

const FRAMES = 300;

function framesOf(times: number[]): Frames {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { median: at(0.5), p95: at(0.95), worst: at(1) };
}

/** Scrolls from the top, in each frame by so many pixels or by as many as lead to the bottom. */
export async function scrolled(scroller: Element, by: number | "all"): Promise<Frames> {
  scroller.scrollTop = 0;
  await painted();
  const step = by === "all" ? (scroller.scrollHeight - scroller.clientHeight) / FRAMES : by;
  const times: number[] = [];
  let last = await frame();
  for (let n = 1; n <= FRAMES; n++) {
    scroller.scrollTop = n * step;
    const now = await frame();
    times.push(now - last);
    last = now;
  }
  return framesOf(times);
}

let begun = 0;
let keys: Promise<number>[] = [];

/** For each key since the last call: from the key to its painted result. */
export async function typed(): Promise<number[]> {
  const times = await Promise.all(keys);
  keys = [];
  return times;
}

addEventListener("keydown", ({ timeStamp }) => (begun = timeStamp), { capture: true });
addEventListener(
  "input",
  () => {
    const from = begun;
    keys.push(painted().then(() => performance.now() - from));
  },
  { capture: true },
);
