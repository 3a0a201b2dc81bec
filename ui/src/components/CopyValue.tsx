// A value worth copying, in the fixed-width face, with a small Copy button after it.
import { Breakable } from "./Breakable";
import { CopyButton } from "./CopyButton";

export interface CopyValueProps {
  text: string;
  what: string;
  testId?: string;
}

export function CopyValue({ text, what, testId }: CopyValueProps) {
  return (
    <span className="app-value">
      <code data-testid={testId}>
        <Breakable text={text} />
      </code>{" "}
      <CopyButton text={text} what={what} iconOnly />
    </span>
  );
}
