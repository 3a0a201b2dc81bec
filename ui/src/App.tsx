// The window: which screen is shown, and what stands around it.
import I18nProvider from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import { useCallback, useState } from "react";

import { ErrorBoundary } from "./components/ErrorBoundary";
import { HostContext } from "./components/HostContext";
import { Disconnect } from "./connections/disconnect/Disconnect";
import { Home } from "./connections/Home";
import { Stored } from "./connections/Stored";
import type { ConnectionSummary } from "./ipc/generated/ConnectionSummary";
import type { ConnectionView } from "./ipc/generated/ConnectionView";
import type { Host } from "./ipc/host";
import { MfaDialogs } from "./mfa/MfaDialog";
import { Screen } from "./Screen";
import { Deploys, DeploysContext } from "./wizard/deploy/deploys";
import { Journey, type Opening } from "./wizard/Journey";
import { Runs, RunsContext } from "./wizard/runs";

type Place =
  | { at: "home" }
  | { at: "stored" }
  | { at: "connection"; view: ConnectionView; opening: Opening }
  | { at: "disconnect"; connection: ConnectionSummary };

export function App({ host }: { host: Host }) {
  const [place, setPlace] = useState<Place>({ at: "home" });
  const [runs] = useState(() => new Runs(host));
  const [deploys] = useState(() => new Deploys(host));
  const goHome = useCallback(() => setPlace({ at: "home" }), []);
  const goStored = useCallback(() => setPlace({ at: "stored" }), []);
  const openConnection = useCallback(
    (view: ConnectionView, opening: Opening) => setPlace({ at: "connection", view, opening }),
    [],
  );
  const openDisconnect = useCallback((connection: ConnectionSummary) => setPlace({ at: "disconnect", connection }), []);
  const openReport = useCallback((view: ConnectionView) => openConnection(view, "report"), [openConnection]);
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <HostContext value={host}>
        <RunsContext value={runs}>
          <DeploysContext value={deploys}>
            <Screen onHome={goHome} onStored={goStored}>
              <ErrorBoundary key={place.at === "connection" ? place.view.id : place.at}>
                {place.at === "home" && <Home onOpen={openConnection} onDisconnect={openDisconnect} />}
                {place.at === "stored" && <Stored onHome={goHome} />}
                {place.at === "disconnect" && (
                  <Disconnect connection={place.connection} onHome={goHome} onReport={openReport} />
                )}
                {place.at === "connection" && (
                  <Journey key={place.view.id} initial={place.view} opening={place.opening} onHome={goHome} />
                )}
              </ErrorBoundary>
            </Screen>
            <MfaDialogs />
          </DeploysContext>
        </RunsContext>
      </HostContext>
    </I18nProvider>
  );
}
