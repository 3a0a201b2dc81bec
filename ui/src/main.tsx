import "@cloudscape-design/global-styles/index.css";
import "virtual:theme.css";
import "./app.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./App";
import { applyStoredTheme } from "./components/useTheme";
import { connectHost } from "./ipc";

applyStoredTheme();

const root = document.getElementById("root");
if (root) {
  const host = await connectHost();
  createRoot(root).render(
    <StrictMode>
      <App host={host} />
    </StrictMode>,
  );
}
