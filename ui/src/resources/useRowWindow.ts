// Which rows are in sight. All rows have one height, so that neither 100 nor 300,000 of them have to be measured.
import { type RefObject, useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";

export const ROW_HEIGHT = 32;
/** Rows beyond each edge, so that a turn of the wheel shows no gap before the next paint. */
const BEYOND = 4;
/** After a leap the rows beyond the edges come once nothing has moved for so long, in milliseconds. */
const SETTLED = 100;

export interface RowWindow {
  readonly first: number;
  /** After the last one. */
  readonly end: number;
}

const NOTHING: RowWindow = { first: 0, end: 0 };

function windowOf({ scrollTop, clientHeight }: Element, beyond: number): RowWindow {
  const top = Math.floor(scrollTop / ROW_HEIGHT);
  return { first: Math.max(0, top - beyond), end: top + Math.ceil(clientHeight / ROW_HEIGHT) + 1 + beyond };
}

/**
 * How far beyond the edges to go. Where no row stays, as under a dragged scroll bar, all are drawn anew, and those out of
 * sight would be for nothing.
 */
function beyondAfter(before: RowWindow, { scrollTop, clientHeight }: Element): number {
  const leapt = scrollTop / ROW_HEIGHT >= before.end || (scrollTop + clientHeight) / ROW_HEIGHT <= before.first;
  return leapt ? 0 : BEYOND;
}

/** The rows to render of a scroller, and a way to bring one into sight. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>) {
  const [shown, setShown] = useState(NOTHING);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let before: RowWindow = NOTHING;
    let settled: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const beyond = beyondAfter(before, element);
      clearTimeout(settled);
      if (beyond === 0) settled = setTimeout(look, SETTLED);
      const now = windowOf(element, beyond);
      if (now.first === before.first && now.end === before.end) return;
      before = now;
      setShown(now);
    };
    look();
    // At once: what is scrolled into sight must not stay empty for a frame.
    const onScroll = () => flushSync(look);
    element.addEventListener("scroll", onScroll, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      clearTimeout(settled);
      element.removeEventListener("scroll", onScroll);
      resized.disconnect();
    };
  }, [scroller]);

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
