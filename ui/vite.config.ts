import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { theme } from "./theme.ts";

export default defineConfig({
  plugins: [react(), theme()],
  clearScreen: false,
  server: { port: 1420, strictPort: true, host: "127.0.0.1" },
  preview: { port: 1421, strictPort: true, host: "127.0.0.1" },
  build: {
    // WebKitGTK 2.40, Safari 16.4 and WebView2 all understand it.
    target: "es2022",
    // The files come from disk: one chunk starts sooner than many, and 500 kB is no warning here.
    chunkSizeWarningLimit: 2000,
    // The content security policy allows `data:` fonts and images and nothing from elsewhere.
    assetsInlineLimit: 200_000,
    // Vite's own polyfill would be an inline script in older versions; the web view has the feature.
    modulePreload: { polyfill: false },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/test/setup.ts"],
    css: false,
    restoreMocks: true,
    testTimeout: 90_000,
    // The files share two cores evenly; one worker left one of them idle.
    maxWorkers: "100%",
    // The test files of one worker share its modules: importing Cloudscape anew for each took a fifth of the time. No
    // module here keeps anything between tests, and the set-up empties the document and the storage.
    isolate: false,
    // Cloudscape ships style sheets beside its modules; they must pass through Vite.
    server: { deps: { inline: [/@cloudscape-design/] } },
  },
});
