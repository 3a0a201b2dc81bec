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
  /** Whether no row stayed where it was, as under a dragged scroll bar, and it has not settled yet. */
  readonly leaping: boolean;
}

const NOTHING: RowWindow = { first: 0, end: 0, leaping: false };

/** In a leap all rows are drawn anew, and those out of sight would be for nothing. */
function windowAfter(before: RowWindow, { scrollTop, clientHeight }: Element): RowWindow {
  const top = Math.floor(scrollTop / ROW_HEIGHT);
  const bottom = top + Math.ceil(clientHeight / ROW_HEIGHT) + 1;
  const leaping = top >= before.end || bottom <= before.first;
  const beyond = leaping ? 0 : BEYOND;
  return { first: Math.max(0, top - beyond), end: bottom + beyond, leaping };
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
      const now = windowAfter(before, element);
      clearTimeout(settled);
      if (now.leaping) settled = setTimeout(look, SETTLED);
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
