// Type-ahead: letters typed within half a second belong to one word.
import { useRef } from "react";

import type { Tree } from "./model";
import { typeAheadRow } from "./navigate";
import type { Rows } from "./rows";

const FORGET_MS = 500;

/** Gives the row to go to, -1 when none begins so, and null for a key that is no letter. */
export function useTypeAhead(tree: Tree, rows: Rows): (key: string, from: number) => number | null {
  const typed = useRef({ text: "", at: 0 });
  return (key, from) => {
    if (Array.from(key).length !== 1) return null;
    const now = performance.now();
    const text = now - typed.current.at > FORGET_MS ? key : typed.current.text + key;
    typed.current = { text, at: now };
    return typeAheadRow(tree, rows, from, text);
  };
}
