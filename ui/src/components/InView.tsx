// A notice that may appear where the window ends: it is brought into view, with the buttons around it.
import { type ReactNode, useEffect, useRef } from "react";

export interface InViewProps {
  /** What the notice tells; anything new is brought into view again. */
  told: unknown;
  children: ReactNode;
}

export function InView({ told, children }: InViewProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: "nearest" });
  }, [told]);
  return (
    <div ref={place} className="app-in-view">
      {children}
    </div>
  );
}
