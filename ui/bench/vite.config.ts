// The page on which `scripts/bench/tree.mjs` measures the tree. It is built apart, into a folder that the script names:
// nothing of it gets into the app.
import react from "@vitejs/plugin-react";
import { resolve } from "node:path";
import { defineConfig } from "vite";

import { theme } from "../theme.ts";

const ui = resolve(import.meta.dirname, "..");

export default defineConfig({
  root: ui,
  base: "./",
  logLevel: "warn",
  plugins: [react(), theme()],
  build: {
    target: "es2022",
    emptyOutDir: true,
    chunkSizeWarningLimit: 2000,
    assetsInlineLimit: 200_000,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: resolve(import.meta.dirname, "index.html") },
  },
});
