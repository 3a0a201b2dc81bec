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

/** The text, or as much of its beginning as fits and an ellipsis. */
export function fit(text: string, room: number, size: number): string {
  if (textWidth(text, size) <= room) return text;
  let kept = "";
  let width = 0.8 * size;
  for (const char of text) {
    width += widthOf(char) * size;
    if (width > room) break;
    kept += char;
  }
  return `${kept.trimEnd()}…`;
}
