// The bar at the top, on every screen.
import Badge from "@cloudscape-design/components/badge";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import type { ReactNode } from "react";

import { useHost } from "./components/HostContext";
import { Mark } from "./components/Mark";
import { useLoaded } from "./components/useLoaded";
import { THEMES, useTheme } from "./components/useTheme";
import { copy } from "./copy";
import type { SandboxView } from "./ipc/generated/SandboxView";

export interface ScreenProps {
  onHome: () => void;
  onStored: () => void;
  children: ReactNode;
}

export function Screen({ onHome, onStored, children }: ScreenProps) {
  const host = useHost();
  const environment = useLoaded(() => host.environment(), "environment");
  const sandbox = environment.value?.sandbox ?? null;
  return (
    <>
      <header id="app-header">
        <button type="button" className="app-identity" aria-label={copy.app.homeLink} onClick={onHome}>
          <Mark />
          {copy.app.name}
        </button>
        {sandbox && <Sandbox sandbox={sandbox} />}
        <div className="app-header-actions">
          <Button variant="link" onClick={onStored}>
            {copy.app.stored}
          </Button>
          <ThemeMenu />
        </div>
      </header>
      {children}
    </>
  );
}

function Sandbox({ sandbox }: { sandbox: SandboxView }) {
  return (
    <span className="app-sandbox" data-testid="sandbox">
      <Badge color="severity-medium">{copy.app.sandbox}</Badge>
      {copy.app.sandboxEndpoint(sandbox.endpoint)}
    </span>
  );
}

function ThemeMenu() {
  const [theme, choose] = useTheme();
  return (
    <ButtonDropdown
      variant="normal"
      expandToViewport
      items={THEMES.map((id) => ({
        id,
        itemType: "checkbox" as const,
        checked: id === theme,
        text: copy.app.themes[id],
      }))}
      onItemClick={({ detail }) => {
        const next = THEMES.find((id) => id === detail.id);
        if (next) choose(next);
      }}
    >
      {copy.app.theme}
    </ButtonDropdown>
  );
}
