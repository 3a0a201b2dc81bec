// Puts the focus where a dialog wants it: by itself, it would take its close button.
import { type RefObject, useEffect } from "react";

export interface FocusOnProps {
  field: RefObject<{ focus: () => void } | null>;
  /** The focus comes back whenever this changes. */
  since?: number;
}

export function FocusOn({ field, since }: FocusOnProps) {
  useEffect(() => {
    const soon = setTimeout(() => field.current?.focus());
    return () => clearTimeout(soon);
  }, [field, since]);
  return null;
}
