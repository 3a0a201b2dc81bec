// A hint: what it is about, how much it weighs, and its words.
import type { copy } from "../../copy";

export interface Hint {
  readonly about: keyof typeof copy.map.hint | keyof typeof copy.network.hint;
  readonly level: "warning" | "info";
  readonly text: string;
}

export const warning = (about: Hint["about"], text: string): Hint => ({ about, level: "warning", text });
export const info = (about: Hint["about"], text: string): Hint => ({ about, level: "info", text });
