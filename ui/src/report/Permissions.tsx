// The permission matrix: a line for each service, its actions within.
import Box from "@cloudscape-design/components/box";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";

import { copy } from "../copy";
import type { Permission } from "../ipc/generated/Permission";
import { byService, decisionType } from "./judge";

const words = copy.report;

interface Row {
  id: string;
  name: string;
  permission: Permission | null;
  children: Row[];
}

function rowsOf(permissions: readonly Permission[]): Row[] {
  return [...byService(permissions)].map(([service, rows]) => ({
    id: service,
    name: service,
    permission: null,
    children: rows.map((permission) => ({
      id: `${service} ${permission.action}`,
      name: permission.action,
      permission,
      children: [],
    })),
  }));
}

export function Permissions({ permissions }: { permissions: readonly Permission[] }) {
  const rows = rowsOf(permissions);
  const [open, setOpen] = useState<Row[]>(() => rows.filter((row) => denied(row) > 0));
  return (
    <Table
      items={rows}
      trackBy="id"
      variant="embedded"
      wrapLines
      contentDensity="compact"
      ariaLabels={{
        tableLabel: words.permissions,
        expandButtonLabel: (row) => words.showActions(row.name),
        collapseButtonLabel: (row) => words.showActions(row.name),
      }}
      expandableRows={{
        getItemChildren: (row) => row.children,
        isItemExpandable: (row) => row.children.length > 0,
        expandedItems: open,
        onExpandableItemToggle: ({ detail: { item, expanded } }) =>
          setOpen((before) => (expanded ? [...before, item] : before.filter(({ id }) => id !== item.id))),
      }}
      empty={<Box textAlign="center">{words.permissionsNone}</Box>}
      columnDefinitions={[
        { id: "name", header: words.permissionColumns.name, isRowHeader: true, cell: (row) => row.name, minWidth: 240 },
        {
          id: "decision",
          header: words.permissionColumns.decision,
          minWidth: 150,
          cell: (row) => <DecisionOf row={row} />,
        },
        {
          id: "reason",
          header: words.permissionColumns.reason,
          minWidth: 140,
          cell: ({ permission }) => permission?.reason?.replaceAll("_", " ") ?? "",
        },
        {
          id: "evidence",
          header: words.permissionColumns.evidence,
          minWidth: 180,
          cell: ({ permission }) => (permission ? words.evidence[permission.evidence] : ""),
        },
      ]}
    />
  );
}

const count = (row: Row, decision: Permission["decision"]): number =>
  row.children.filter((child) => child.permission?.decision === decision).length;
const denied = (row: Row): number => count(row, "denied");

function DecisionOf({ row }: { row: Row }) {
  if (row.permission) {
    const { decision } = row.permission;
    return <StatusIndicator type={decisionType[decision]}>{words.decisions[decision]}</StatusIndicator>;
  }
  const all = row.children.length;
  if (denied(row) > 0) return <StatusIndicator type="error">{words.someDenied(denied(row), all)}</StatusIndicator>;
  const unknown = count(row, "unknown");
  if (unknown > 0) return <StatusIndicator type="pending">{words.someUnknown(unknown, all)}</StatusIndicator>;
  return <StatusIndicator type="success">{words.allAllowed(all)}</StatusIndicator>;
}
