// Which rows are in sight. All rows have one height, so that neither 100 nor 300,000 of them have to be measured.
import { type RefObject, useEffect, useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";

export const ROW_HEIGHT = 32;
/** Rows beyond each edge, so that a turn of the wheel shows no gap before the next paint. */
const BEYOND = 4;
/** Once nothing has moved for so long, everything is drawn that was left out, in milliseconds. */
const SETTLED = 100;

export interface RowWindow {
  readonly first: number;
  /** After the last one. */
  readonly end: number;
  /** Whether the rows fly by, as under a dragged scroll bar: one leap after another, in which no row stays in sight. */
  readonly leaping: boolean;
}

const NOTHING: RowWindow = { first: 0, end: 0, leaping: false };

/** The rows in sight. */
function rowsInSight({ scrollTop, clientHeight }: Element): Pick<RowWindow, "first" | "end"> {
  const first = Math.floor(scrollTop / ROW_HEIGHT);
  return { first, end: first + Math.ceil(clientHeight / ROW_HEIGHT) + 1 };
}

/** The rows to render of a scroller, and a way to bring one into sight; `sought` is what the rows come from. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, sought: unknown) {
  const [inSight, setInSight] = useState(NOTHING);
  const [settled, setSettled] = useState(sought);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let before: RowWindow = NOTHING;
    let settling: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const { first, end } = rowsInSight(element);
      const leaps = before.end > 0 && (first >= before.end || end <= before.first);
      const now = { first, end, leaping: leaps && settling !== undefined };
      clearTimeout(settling);
      settling = leaps ? setTimeout(settle, SETTLED) : undefined;
      if (first === before.first && end === before.end && now.leaping === before.leaping) return;
      before = now;
      setInSight(now);
    };
    const settle = () => {
      settling = undefined;
      look();
    };
    look();
    // At once: what is scrolled into sight must not stay empty for a frame.
    const onScroll = () => flushSync(look);
    element.addEventListener("scroll", onScroll, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      clearTimeout(settling);
      element.removeEventListener("scroll", onScroll);
      resized.disconnect();
    };
  }, [scroller]);
  useEffect(() => {
    const settling = setTimeout(() => setSettled(sought), SETTLED);
    return () => clearTimeout(settling);
  }, [sought]);

  // While they fly by, and with every key of a search, all rows are drawn anew: those out of sight would be for nothing.
  const beyond = inSight.leaping || settled !== sought ? 0 : BEYOND;
  const shown = { ...inSight, first: Math.max(0, inSight.first - beyond), end: inSight.end + beyond };

  const scrollTo = (row: number, where: "nearest" | "center") => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop, clientHeight } = element;
    const above = row * ROW_HEIGHT;
    const below = above + ROW_HEIGHT - clientHeight;
    const center = (above + below) / 2;
    const nearest = Math.max(below, Math.min(above, scrollTop));
    const top = Math.max(0, where === "center" ? center : nearest);
    if (top !== scrollTop) element.scrollTo({ top });
  };
  return { shown, scrollTo };
}
