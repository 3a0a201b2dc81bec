// The accent and the few tokens that our own style sheets use, taken from Cloudscape at build time:
// its names carry a hash of their version, and theming at run time would ship 760 kB of tables and
// need inline styles in the content security policy.
import { createServer, type Plugin } from "vite";

/** Deep teal: calm beside AWS's blue and orange, and clear of the four status colours. */
const ACCENT = "#0b6e76";

/** Our names for Cloudscape's tokens. */
const TOKENS = {
  "--app-text": "colorTextBodyDefault",
  "--app-text-secondary": "colorTextBodySecondary",
  "--app-text-heading": "colorTextHeadingDefault",
  "--app-text-accent": "colorTextAccent",
  "--app-text-success": "colorTextStatusSuccess",
  "--app-text-warning": "colorTextStatusWarning",
  "--app-text-error": "colorTextStatusError",
  "--app-text-inactive": "colorTextStatusInactive",
  "--app-background": "colorBackgroundLayoutMain",
  "--app-background-container": "colorBackgroundContainerContent",
  "--app-background-code": "colorBackgroundCodeView",
  "--app-background-hover": "colorBackgroundDropdownItemHover",
  "--app-background-selected": "colorBackgroundItemSelected",
  "--app-background-success": "colorBackgroundStatusSuccess",
  "--app-background-warning": "colorBackgroundStatusWarning",
  "--app-background-error": "colorBackgroundStatusError",
  "--app-border": "colorBorderDividerDefault",
  "--app-border-input": "colorBorderInputDefault",
  "--app-border-selected": "colorBorderItemSelected",
  "--app-border-focus": "colorBorderItemFocused",
  "--app-border-warning": "colorBorderStatusWarning",
} as const;

interface Theming {
  generateThemeStylesheet(params: { theme: object }): string;
}
interface Preset {
  preset: { propertiesMap: Record<string, string> };
}

async function themeCss(root: string): Promise<string> {
  const server = await createServer({
    root,
    configFile: false,
    appType: "custom",
    logLevel: "error",
    server: { middlewareMode: true, hmr: false, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
    ssr: { noExternal: true },
  });
  try {
    const theming = (await server.ssrLoadModule("@cloudscape-design/components/theming")) as Theming;
    const { preset } = (await server.ssrLoadModule(
      "/node_modules/@cloudscape-design/components/internal/generated/theming/index.js",
    )) as Preset;
    const accent = theming.generateThemeStylesheet({
      theme: { tokens: {}, referenceTokens: { color: { primary: { seed: ACCENT } } } },
    });
    const names = Object.entries(TOKENS).map(([ours, token]) => {
      const theirs = preset.propertiesMap[token];
      if (!theirs) throw new Error(`Cloudscape has no token ${token} any more`);
      return `${ours}: var(${theirs});`;
    });
    return `${accent}\nbody {\n${names.join("\n")}\n}\n`;
  } finally {
    await server.close();
  }
}

/** Serves `virtual:theme.css`. */
export function theme(): Plugin {
  let root = "";
  let css: Promise<string> | undefined;
  return {
    name: "alethia-theme",
    configResolved: (config) => {
      root = config.root;
    },
    resolveId: (id) => (id === "virtual:theme.css" ? "\0virtual:theme.css" : null),
    load: (id) => (id === "\0virtual:theme.css" ? (css ??= themeCss(root)) : null),
  };
}
