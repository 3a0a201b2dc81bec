// A value worth copying, in the fixed-width face, with a small Copy button after it.
import { CopyButton } from "./CopyButton";

export function CopyValue({ text, what }: { text: string; what: string }) {
  return (
    <span className="app-value">
      <code>{text}</code> <CopyButton text={text} what={what} iconOnly />
    </span>
  );
}
