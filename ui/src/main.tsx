import "@cloudscape-design/global-styles/index.css";
import "virtual:theme.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

const root = document.getElementById("root");
if (root) createRoot(root).render(<StrictMode>Alethia Connect</StrictMode>);
