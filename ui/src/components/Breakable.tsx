// A long value such as an ARN, which may break between its parts and not inside of one. Copied, it is as it was.
import { Fragment } from "react";

/** After a slash or a colon. */
const PARTS = /(?<=[/:])/;

export function Breakable({ text }: { text: string }) {
  return text.split(PARTS).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
