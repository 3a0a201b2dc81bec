// One line for each connection.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";

import { CopyValue } from "../components/CopyValue";
import { when } from "../components/time";
import { copy } from "../copy";
import type { ConnectionSummary } from "../ipc/generated/ConnectionSummary";
import type { Opening } from "../wizard/Journey";
import { actions, canDisconnect, canRotate, standing } from "./standing";

export interface ConnectionTableProps {
  connections: readonly ConnectionSummary[];
  onOpen: (connection: ConnectionSummary, opening: Opening) => void;
  onRotate: (connection: ConnectionSummary) => void;
  onDisconnect: (connection: ConnectionSummary) => void;
  onForget: (connection: ConnectionSummary) => void;
}

const words = copy.home.columns;

export function ConnectionTable({ connections, onOpen, onRotate, onDisconnect, onForget }: ConnectionTableProps) {
  return (
    <Table
      items={connections}
      trackBy="id"
      variant="container"
      wrapLines
      ariaLabels={{ tableLabel: copy.home.title }}
      columnDefinitions={[
        {
          id: "connection",
          header: words.connection,
          isRowHeader: true,
          minWidth: 120,
          cell: (connection) => (
            <>
              <Link
                href="#"
                onFollow={(event) => {
                  event.preventDefault();
                  onOpen(connection, "draft");
                }}
              >
                {connection.label}
              </Link>
              {connection.runner !== null && (
                <Box fontSize="body-s" color="text-body-secondary">
                  {copy.home.runner(connection.runner)}
                </Box>
              )}
            </>
          ),
        },
        {
          id: "status",
          header: words.status,
          minWidth: 160,
          cell: (connection) => <Standing connection={connection} />,
        },
        {
          id: "account",
          header: words.account,
          minWidth: 170,
          cell: ({ account_id }) =>
            account_id === null ? copy.app.unknown : <CopyValue text={account_id} what={words.account} />,
        },
        {
          id: "verified",
          header: words.verified,
          minWidth: 160,
          cell: ({ last_verified_at, changes }) => (
            <>
              {last_verified_at === null ? copy.home.neverVerified : when(last_verified_at)}
              {changes !== null && (
                <Box fontSize="body-s" color="text-body-secondary">
                  {copy.home.changes(changes)}
                </Box>
              )}
            </>
          ),
        },
        {
          id: "actions",
          header: words.actions,
          width: 320,
          minWidth: 130,
          cell: (connection) => (
            <SpaceBetween direction="horizontal" size="xs">
              {actions(connection).map(({ words: name, opening }) => (
                <Button key={name} variant="inline-link" onClick={() => onOpen(connection, opening)}>
                  {name}
                </Button>
              ))}
              {canRotate(connection) && (
                <Button variant="inline-link" onClick={() => onRotate(connection)}>
                  {copy.rotation.action}
                </Button>
              )}
              {canDisconnect(connection) && (
                <Button variant="inline-link" onClick={() => onDisconnect(connection)}>
                  {copy.disconnect.action}
                </Button>
              )}
              <Button variant="inline-link" onClick={() => onForget(connection)}>
                {copy.actions.forget}
              </Button>
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}

function Standing({ connection }: { connection: ConnectionSummary }) {
  const { type, words: said } = standing(connection);
  return (
    <StatusIndicator type={type}>
      <span className="app-words">{said}</span>
    </StatusIndicator>
  );
}
