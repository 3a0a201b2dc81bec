// Light, dark, or as the system; kept for the next start.
import { applyDensity, applyMode, Density, Mode } from "@cloudscape-design/global-styles";
import { useEffect, useState } from "react";

export type Theme = "light" | "dark" | "system";
export const THEMES: readonly Theme[] = ["light", "dark", "system"];

const KEY = "theme";
const systemIsDark = () => window.matchMedia("(prefers-color-scheme: dark)");

function stored(): Theme {
  const kept = localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === kept) ?? "system";
}

function apply(theme: Theme): void {
  const dark = theme === "dark" || (theme === "system" && systemIsDark().matches);
  applyMode(dark ? Mode.Dark : Mode.Light);
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
}

/** Applies the kept theme; called before the first paint, so that nothing flashes. */
export function applyStoredTheme(): void {
  applyDensity(Density.Comfortable);
  apply(stored());
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(stored);
  useEffect(() => {
    apply(theme);
    const system = systemIsDark();
    const follow = () => apply(theme);
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, [theme]);
  const choose = (next: Theme) => {
    localStorage.setItem(KEY, next);
    setTheme(next);
  };
  return [theme, choose];
}
