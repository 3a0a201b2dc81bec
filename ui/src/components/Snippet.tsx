// A text to paste elsewhere, with its Copy button.
import type { ReactNode } from "react";

import { CopyButton } from "./CopyButton";

export interface SnippetProps {
  text: string;
  /** What the text is, for the button's name. */
  what: string;
  actions?: ReactNode;
}

export function Snippet({ text, what, actions }: SnippetProps) {
  return (
    <div className="app-snippet">
      {/* It scrolls, so the keyboard must reach it. */}
      <pre tabIndex={0} role="group" aria-label={what}>
        {text}
      </pre>
      <div className="app-snippet-actions">
        <CopyButton text={text} what={what} />
        {actions}
      </div>
    </div>
  );
}
