// What the ledger says of the account, of Global or of a region.
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useMemo } from "react";

import type { CoverageCell } from "../ipc/generated/CoverageCell";
import type { Kind } from "../ipc/generated/Kind";
import type { Outcome } from "../ipc/generated/Outcome";
import { copy, KIND_MANY, OUTCOME, OUTCOME_HELP } from "./copy";
import { gapsOf, type Tree, type TreeNode } from "./model";
import { inDetails } from "./shown";

const STATUS: Record<Outcome, StatusIndicatorProps.Type> = {
  found: "success",
  empty: "success",
  denied: "error",
  disabled: "stopped",
  throttled: "warning",
  unreachable: "error",
  not_attempted: "pending",
};

function OutcomeStatus({ cell, pending }: { cell: CoverageCell; pending: boolean }) {
  if (pending && cell.outcome === "not_attempted")
    return <StatusIndicator type="loading">{copy.listing}</StatusIndicator>;
  return <StatusIndicator type={STATUS[cell.outcome]}>{OUTCOME[cell.outcome]}</StatusIndicator>;
}

function Answer({ cell, pending }: { cell: CoverageCell; pending: boolean }) {
  return (
    <>
      <OutcomeStatus cell={cell} pending={pending} />
      {cell.detail !== null && (
        <div className="resources-secondary resources-value">
          <bdi>{inDetails(cell.detail)}</bdi>
        </div>
      )}
    </>
  );
}

function CellTable({ cells, pending }: { cells: readonly CoverageCell[]; pending: boolean }) {
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      wrapLines
      items={cells}
      ariaLabels={{ tableLabel: copy.coverage }}
      header={<Box variant="h4">{copy.coverage}</Box>}
      empty={copy.nothingListed}
      columnDefinitions={[
        { id: "kind", header: copy.kind, cell: ({ kind }) => KIND_MANY[kind] },
        { id: "count", header: copy.count, cell: ({ count }) => copy.number(count) },
        { id: "outcome", header: copy.outcome, cell: (cell) => <Answer cell={cell} pending={pending} /> },
      ]}
    />
  );
}

interface Total {
  readonly kind: Kind;
  readonly count: number;
}

function totalsOf(tree: Tree): Total[] {
  return Object.entries(tree.totals).map(([kind, count]) => ({ kind: kind as Kind, count }));
}

function Totals({ tree }: { tree: Tree }) {
  const totals = useMemo(() => totalsOf(tree), [tree]);
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      items={totals}
      ariaLabels={{ tableLabel: copy.totals }}
      header={<Box variant="h4">{copy.totals}</Box>}
      columnDefinitions={[
        { id: "kind", header: copy.kind, cell: ({ kind }) => KIND_MANY[kind] },
        { id: "count", header: copy.count, cell: ({ count }) => copy.number(count) },
      ]}
    />
  );
}

export function CoverageTable({ node, tree }: { node: TreeNode; tree: Tree }) {
  if (node.type === "account") return <Totals tree={tree} />;
  if (!node.ledger) return <Box>{copy.emptyRegionsHelp}</Box>;
  const { cells, pending } = node.ledger;
  const outcomes = new Set(gapsOf(cells, pending).map(({ outcome }) => outcome));
  return (
    <SpaceBetween size="s">
      <CellTable cells={cells} pending={pending} />
      {[...outcomes].map((outcome) => (
        <Box key={outcome} color="text-body-secondary">
          {OUTCOME_HELP[outcome]}
        </Box>
      ))}
    </SpaceBetween>
  );
}
