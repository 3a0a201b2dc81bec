// SVG text neither wraps nor ends in an ellipsis, so what fits is estimated from Open Sans's widths. The box clips what
// the estimate missed.
const NARROW = /[ilj.,:;'|!()[\]/ ftI-]/;
const WIDE = /[A-Zmw_@%&\u{2e80}-\u{10ffff}]/u;

function widthOf(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code >= 0x2e80) return 1;
  if (NARROW.test(char)) return 0.36;
  return WIDE.test(char) ? 0.74 : 0.58;
}

/** The estimated width in pixels. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const char of text) width += widthOf(char) * size;
  return width;
}

const ELLIPSIS = "…";

/** As many of these characters as fit. */
function taken(chars: readonly string[], room: number, size: number): string[] {
  let width = 0;
  const end = chars.findIndex((char) => (width += widthOf(char) * size) > room);
  return end < 0 ? [...chars] : chars.slice(0, end);
}

/** The text, or as much of its beginning as fits and an ellipsis. */
export function fit(text: string, room: number, size: number): string {
  if (textWidth(text, size) <= room) return text;
  return (
    taken(Array.from(text), room - 0.8 * size, size)
      .join("")
      .trimEnd() + ELLIPSIS
  );
}

/** The text, or as much of both its ends as fits: names that begin alike differ at the end. */
export function fitEnds(text: string, room: number, size: number): string {
  if (textWidth(text, size) <= room) return text;
  const left = room - 0.8 * size;
  const chars = Array.from(text);
  const end = taken(chars.toReversed(), left / 2, size)
    .toReversed()
    .join("");
  return taken(chars, left - textWidth(end, size), size).join("") + ELLIPSIS + end;
}
