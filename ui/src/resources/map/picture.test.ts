import { describe, expect, test } from "vitest";

import { paintOf, printable, svgOf } from "./picture";

describe("colours", () => {
  test.each([
    ["rgb(11, 110, 118)", "#0b6e76", 1],
    ["rgba(0, 0, 0, 0.5)", "#000000", 0.5],
    ["rgb(255 255 255 / 25%)", "#ffffff", 0.25],
    ["color(srgb 0.5 0 1)", "#8000ff", 1],
    ["color(srgb 0.5 0 1 / 0.5)", "#8000ff", 0.5],
    ["rgba(0, 0, 0, 0)", "none", 1],
    ["none", "none", 1],
    ["", "none", 1],
    ['url("https://x")', "none", 1],
  ])("%s is %s", (computed, color, opacity) => {
    expect(paintOf(computed)).toEqual({ color, opacity });
  });
});

test("what XML cannot hold is left out", () => {
  expect(printable("a\u0000b\u001bc\ud800d\ufffe🚀\n")).toBe("abcd🚀\n");
});

describe("the picture", () => {
  const drawing = (inside: string): SVGSVGElement => {
    const holder = document.createElement("div");
    holder.innerHTML = `<svg viewBox="0 0 100 50" class="map-drawing" role="listbox" tabindex="0">${inside}</svg>`;
    document.body.append(holder);
    const [svg] = holder.getElementsByTagName("svg");
    if (!svg) throw new Error("there is no drawing");
    return svg;
  };
  const parsed = (text: string): Document => new DOMParser().parseFromString(text, "image/svg+xml");

  test("is a document of its own with its names in it, as text", () => {
    const odd = `<g><text x="1" style="fill: rgb(1, 2, 3)">&lt;script&gt; &amp; "sons" ]]&gt;</text></g>`;
    const said = { title: "VPC <home>", description: "a & b" };
    const text = svgOf(drawing(odd), "rgb(255, 255, 255)", said);
    expect(text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    const svg = parsed(text);
    expect(svg.querySelector("parsererror")).toBeNull();
    expect(svg.querySelector("svg > title")?.textContent).toBe("VPC <home>");
    expect(svg.querySelector("svg > desc")?.textContent).toBe("a & b");
    expect(svg.querySelector("g > text")?.textContent).toBe('<script> & "sons" ]]>');
    expect(svg.querySelector("text")?.getAttribute("fill")).toBe("#010203");
    expect(svg.querySelector("svg > rect")?.getAttribute("fill"), "the ground of the theme").toBe("#ffffff");
    expect(svg.documentElement.getAttribute("font-family")).toMatch(/sans-serif$/);
  });

  test("holds nothing of the page: no classes, roles, handlers, links or scripts", () => {
    const page = `<g class="x" data-key="k" aria-label="l" onclick="alert(1)" style="fill: red"><script>alert(1)</script>
      <foreignObject><p>x</p></foreignObject><image href="https://x"/><a href="javascript:alert(1)"><text>t</text></a>
      <rect tabindex="0" x="1" y="2" width="3" height="4" role="option" fill="url(#x)"/></g>`;
    const svg = parsed(svgOf(drawing(page), "rgb(0, 0, 0)", { title: "t", description: "d" }));
    const names = [...svg.querySelectorAll("*")].map(({ localName }) => localName);
    expect(new Set(names)).toEqual(new Set(["svg", "title", "desc", "rect", "g"]));
    const attributes = new Set([...svg.querySelectorAll("g, g *")].flatMap((one) => one.getAttributeNames()));
    expect(attributes).toEqual(new Set(["x", "y", "width", "height", "fill", "stroke"]));
  });
});
