// A text of a few lines; a longer one shows its beginning until it is asked for.
import Button from "@cloudscape-design/components/button";
import { useState } from "react";

import { copy } from "../copy";

/** About four lines of a card. */
const LONG = 480;

export function LongText({ text }: { text: string }) {
  const [whole, setWhole] = useState(false);
  const long = text.length > LONG;
  return (
    <div>
      <div className={long && !whole ? "app-wrap app-clamped" : "app-wrap"}>{text}</div>
      {long && (
        <Button variant="inline-link" ariaExpanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? copy.actions.showLess : copy.actions.showAll}
        </Button>
      )}
    </div>
  );
}
