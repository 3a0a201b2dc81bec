// The map as a picture of its own: what the page's style sheets say is written into each shape, in plain colours, so
// that it looks the same anywhere. Rust takes shapes and words only.
import { copy } from "../../copy";

const SVG = "http://www.w3.org/2000/svg";

/** Around the drawing. */
const MARGIN = 16;

/** What shapes and words keep of how they are drawn, where it is not what SVG takes anyway. */
const SHAPE_STYLES = {
  "stroke-width": "1px",
  "stroke-dasharray": "none",
  "stroke-linejoin": "miter",
  "stroke-linecap": "butt",
} as const;
const TEXT_STYLES = {
  "font-style": "normal",
  "font-variant-numeric": "normal",
  "paint-order": "normal",
} as const;

/** What of an element's own attributes is about where it stands; all others are for the page. */
const PLACES = new Set(
  "viewBox width height transform x y dx rx cx cy r d text-anchor textLength lengthAdjust".split(" "),
);

const NAMELESS: ReadonlySet<string> = new Set(["none", "transparent", ""]);

export interface Paint {
  /** `#rrggbb`, or `none`. */
  readonly color: string;
  readonly opacity: number;
}

const hex = (byte: number): string =>
  Math.min(255, Math.max(0, Math.round(byte)))
    .toString(16)
    .padStart(2, "0");

/** What browsers compute a colour to, `rgb(1, 2, 3)` or `color(srgb 0.1 0.2 0.3 / 0.5)`, as other programs know it. */
export function paintOf(computed: string): Paint {
  if (/^#[0-9a-f]{6}$/i.test(computed)) return { color: computed, opacity: 1 };
  const numbers = (computed.match(/[\d.]+(?:e-?\d+)?%?/g) ?? []).map((text) =>
    text.endsWith("%") ? Number.parseFloat(text) / 100 : Number(text),
  );
  const scale = computed.startsWith("color(srgb") ? 255 : 1;
  const [red, green, blue, opacity = 1] = numbers;
  const known = scale === 255 || computed.startsWith("rgb");
  if (
    NAMELESS.has(computed) ||
    !known ||
    red === undefined ||
    green === undefined ||
    blue === undefined ||
    opacity === 0
  )
    return { color: "none", opacity: 1 };
  return { color: `#${hex(red * scale)}${hex(green * scale)}${hex(blue * scale)}`, opacity };
}

/** Without the characters that XML cannot hold. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "");
}

function put(element: Element, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

function paint(to: Element, name: "fill" | "stroke", computed: string): void {
  const { color, opacity } = paintOf(computed);
  to.setAttribute(name, color);
  if (opacity < 1 && color !== "none") to.setAttribute(`${name}-opacity`, String(opacity));
}

function styled(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  const isText = /^t(ext|span)$/.test(from.localName);
  paint(to, "fill", style.fill);
  paint(to, "stroke", style.stroke);
  const stroked = to.getAttribute("stroke") !== "none";
  const kept = { ...(stroked ? SHAPE_STYLES : {}), ...(isText ? TEXT_STYLES : {}) };
  for (const [name, usual] of Object.entries(kept)) {
    const value = style.getPropertyValue(name);
    if (value !== "" && value !== usual) to.setAttribute(name, value);
  }
  if (!isText) return;
  put(to, { "font-size": style.fontSize || "12px", "font-weight": style.fontWeight || "400" });
  if (from.childElementCount === 0 && !to.hasAttribute("textLength")) keepWidth(from, to);
}

/** Words take the room that they have here in any other font too. */
function keepWidth(from: Element, to: Element): void {
  const width = "getComputedTextLength" in from ? (from as SVGTextContentElement).getComputedTextLength() : 0;
  if (width > 0) put(to, { textLength: Math.round(width * 10) / 10, lengthAdjust: "spacingAndGlyphs" });
}

/** A shape with what is in it; null for what is only there for the page. */
function drawn(from: Element): Element | null {
  const name = from.localName;
  if (!/^(svg|g|rect|path|circle|text|tspan|title)$/.test(name)) return null;
  const to = document.createElementNS(SVG, name);
  for (const { name: attribute, value } of from.attributes)
    if (PLACES.has(attribute)) to.setAttribute(attribute, value);
  if (name === "svg") to.setAttribute("overflow", "hidden");
  if (name !== "title" && name !== "g" && name !== "svg") styled(from, to);
  for (const child of from.childNodes) {
    if (child instanceof Element) to.append(...[drawn(child)].filter((one) => one !== null));
    else if (child.nodeType === Node.TEXT_NODE) to.append(printable(child.textContent ?? ""));
  }
  return to;
}

export interface Captions {
  readonly title: string;
  readonly description: string;
}

/** The drawing as a document of its own; `ground` is the page's colour behind it. */
export function svgOf(drawing: SVGSVGElement, ground: string, { title, description }: Captions): string {
  const [, , wide = 0, high = 0] = (drawing.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const width = wide + 2 * MARGIN;
  const height = high + 2 * MARGIN;
  const root = document.createElementNS(SVG, "svg");
  put(root, {
    width,
    height,
    viewBox: `${-MARGIN} ${-MARGIN} ${width} ${height}`,
    role: "img",
    "font-family": "'Open Sans', Helvetica, Arial, sans-serif",
  });
  const behind = document.createElementNS(SVG, "rect");
  put(behind, { x: -MARGIN, y: -MARGIN, width, height, fill: paintOf(ground).color });
  const said = (name: string, text: string): Element => {
    const element = document.createElementNS(SVG, name);
    element.textContent = printable(text);
    return element;
  };
  root.append(said("title", title), said("desc", description), behind);
  for (const child of drawing.children) root.append(...[drawn(child)].filter((one) => one !== null));
  return new XMLSerializer().serializeToString(root);
}

const SCALE = 2;
/** What every web view can draw at once. */
const MOST_PIXELS = 64_000_000;

/** The picture as a PNG in base64, twice as large unless that were too much to draw. */
export async function pngOf(svg: string): Promise<string> {
  const data = await drawn64(svg).catch(() => null);
  if (data === null) throw new Error(copy.network.notDrawn);
  return data;
}

async function drawn64(svg: string): Promise<string | null> {
  const image = new Image();
  // The content security policy lets in pictures that are data, and nothing from elsewhere.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / (width * height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  context?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const [head, data] = canvas.toDataURL("image/png").split(",");
  return context && head === "data:image/png;base64" && data ? data : null;
}
