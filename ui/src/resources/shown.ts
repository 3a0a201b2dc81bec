// Texts from AWS as they can be shown. Nothing keeps a tag, a rule or another tool's name within AWS's own limits once
// it comes out of a file or a stand-in: one of ten million letters must not stall the window that lays it out.

/** A row is one line; what it cuts off stands in the details. */
const IN_A_ROW = 300;
const IN_DETAILS = 5000;
/** AWS allows 50 tags. */
export const TAGS_SHOWN = 200;

// eslint-disable-next-line no-control-regex -- exactly those
const UNSEEN = /[\u0000-\u001f\u007f]/g;
const PICTURES = 0x2400;
const DELETE = 0x7f;

/** Control characters as the pictures that Unicode has for them: a name that differs by one must look different. */
function withPictures(text: string): string {
  return text.replace(UNSEEN, (letter) => {
    const code = letter.charCodeAt(0);
    return String.fromCharCode(code === DELETE ? PICTURES + 0x21 : PICTURES + code);
  });
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // Not through the middle of a letter that takes two.
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
  return `${text.slice(0, end)}…`;
}

export function inARow(text: string): string {
  return withPictures(cut(text, IN_A_ROW));
}

export function inDetails(text: string): string {
  return withPictures(cut(text, IN_DETAILS));
}

/** As much of a text as a row has room for, from a little before what was found in it. */
export function around(text: string, found: number): string {
  const start = Math.max(0, found - IN_A_ROW / 10);
  return inARow(start === 0 ? text : `…${text.slice(start)}`);
}
