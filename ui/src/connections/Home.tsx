// The connections, how they stand, and the way to a new one.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useEffect, useState } from "react";

import { asAppError } from "../components/appError";
import { ErrorAlert } from "../components/ErrorAlert";
import { useHost } from "../components/HostContext";
import { Mark } from "../components/Mark";
import { useLoaded } from "../components/useLoaded";
import { copy } from "../copy";
import type { AppError } from "../ipc/generated/AppError";
import type { ConnectionSummary } from "../ipc/generated/ConnectionSummary";
import type { ConnectionView } from "../ipc/generated/ConnectionView";
import type { Opening } from "../wizard/Journey";
import { ConnectionTable } from "./ConnectionTable";
import { DamagedNotice } from "./DamagedNotice";
import { ForgetDialog } from "./ForgetDialog";
import { Page } from "./Page";
import { RotateDialog } from "./RotateDialog";

/** While a test runs, its end is not announced to this screen: it looks again. */
const LOOK_AGAIN_MS = 2000;

export interface HomeProps {
  onOpen: (view: ConnectionView, opening: Opening) => void;
  onDisconnect: (connection: ConnectionSummary) => void;
}

export function Home({ onOpen, onDisconnect }: HomeProps) {
  const host = useHost();
  const { value: connections, error, reload } = useLoaded(() => host.listConnections(), "connections");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<AppError | null>(null);
  const [rotating, setRotating] = useState<ConnectionSummary | null>(null);
  const [forgetting, setForgetting] = useState<ConnectionSummary | null>(null);
  const running = connections?.some((connection) => connection.test_state === "running") ?? false;
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(reload, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [running, reload]);

  const go = (ask: () => Promise<ConnectionView>, opening: Opening) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    ask().then(
      (view) => onOpen(view, opening),
      (reason: unknown) => {
        setProblem(asAppError(reason));
        setBusy(false);
      },
    );
  };
  const connect = (
    <Button variant="primary" loading={busy} onClick={() => go(() => host.beginConnection(), "draft")}>
      {copy.actions.connect}
    </Button>
  );
  const empty = connections?.length === 0;
  return (
    <Page
      title={copy.home.title}
      description={copy.home.description}
      counter={connections && !empty ? `(${connections.length})` : ""}
      // Until the list is there it is not known where the button belongs, and it must not move under a click.
      actions={empty || (!connections && !error) ? undefined : connect}
    >
      <SpaceBetween size="m">
        <DamagedNotice />
        {problem && <ErrorAlert error={problem} />}
        {error && <ErrorAlert error={error} onRetry={reload} />}
        {!connections && !error && <Spinner size="large" />}
        {empty && <Empty action={connect} />}
        {connections && !empty && (
          <ConnectionTable
            connections={connections}
            onOpen={({ id }, opening) => go(() => host.openConnection(id), opening)}
            onRotate={setRotating}
            onDisconnect={onDisconnect}
            onForget={setForgetting}
          />
        )}
      </SpaceBetween>
      {rotating && (
        <RotateDialog
          connection={rotating}
          onKept={() => setRotating(null)}
          onRotated={(view) => onOpen(view, "draft")}
        />
      )}
      {forgetting && (
        <ForgetDialog
          connection={forgetting}
          onKept={() => setForgetting(null)}
          onForgotten={() => {
            setForgetting(null);
            reload();
          }}
        />
      )}
    </Page>
  );
}

function Empty({ action }: { action: React.ReactNode }) {
  return (
    <Box textAlign="center" padding={{ vertical: "xxxl", horizontal: "l" }}>
      <SpaceBetween size="m" alignItems="center">
        <Mark size={56} />
        <Box variant="h2">{copy.home.emptyTitle}</Box>
        <div className="app-measure">
          <Box color="text-body-secondary">{copy.home.emptyText}</Box>
        </div>
        {action}
      </SpaceBetween>
    </Box>
  );
}
