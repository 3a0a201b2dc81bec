// Times as people read them.
import { useEffect, useState } from "react";

import { copy } from "../copy";

const moment = new Intl.DateTimeFormat(copy.time.locale, { dateStyle: "medium", timeStyle: "short" });

/** A time of the wire in the reader's zone; what cannot be read is shown as it stands. */
export function when(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : moment.format(date);
}

/** A duration in whole seconds. */
export function lasting(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? copy.time.seconds(seconds) : copy.time.minutes(minutes, seconds % 60);
}

/** The present moment, told anew every half second while `running`. */
export function useNow(running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
