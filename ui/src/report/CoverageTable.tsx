// The coverage ledger: one cell for each place and kind, never a silent blank.
import Button from "@cloudscape-design/components/button";
import Popover from "@cloudscape-design/components/popover";
import { memo } from "react";

import { copy } from "../copy";
import type { CoverageCell } from "../ipc/generated/CoverageCell";
import type { Kind } from "../ipc/generated/Kind";

const words = copy.report;
const REGIONAL: readonly Kind[] = ["vpc", "subnet", "security_group"];
const GLOBAL: readonly Kind[] = ["hosted_zone", "iam_user"];

/** Below this many, nothing is shaded as much. */
const FEW = 6;

export interface CoverageTableProps {
  cells: readonly CoverageCell[];
  /** Regions whose answers are still to come have rows too. */
  regions?: readonly string[];
}

export const CoverageTable = memo(function CoverageTable({ cells, regions = [] }: CoverageTableProps) {
  const at = new Map(cells.map((cell) => [`${cell.region} ${cell.kind}`, cell]));
  const rows = [...new Set([...regions, ...cells.map(({ region }) => region)])].filter((region) => region !== "global");
  const highest = Math.max(FEW, ...cells.map(({ count }) => count));
  const row = (region: string, name: string, kinds: readonly Kind[]) => (
    <tr key={region}>
      <th scope="row">{name}</th>
      {kinds.map((kind) => (
        <Cell key={kind} cell={at.get(`${region} ${kind}`)} highest={highest} />
      ))}
    </tr>
  );
  return (
    <div className="app-coverage" tabIndex={0} role="group" aria-label={words.coverage}>
      <table>
        <HeadOf first={words.place} kinds={GLOBAL} />
        <tbody>{row("global", words.global, GLOBAL)}</tbody>
      </table>
      <table>
        <HeadOf first={words.region} kinds={REGIONAL} />
        <tbody>{rows.map((region) => row(region, region, REGIONAL))}</tbody>
      </table>
    </div>
  );
});

function HeadOf({ first, kinds }: { first: string; kinds: readonly Kind[] }) {
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        {kinds.map((kind) => (
          <th key={kind} scope="col" className="app-number">
            {words.kinds[kind]}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** Three shades above none, by the share of the highest count. */
const heat = (count: number, highest: number): number =>
  count === 0 ? 0 : Math.max(1, Math.ceil((3 * count) / highest));

function Cell({ cell, highest }: { cell: CoverageCell | undefined; highest: number }) {
  if (!cell) {
    return (
      <td data-outcome="pending">
        <span aria-hidden="true">…</span>
        <span className="app-spoken">{words.pending}</span>
      </td>
    );
  }
  const said = cell.outcome === "found" || cell.outcome === "empty" ? String(cell.count) : words.outcomes[cell.outcome];
  return (
    <td data-outcome={cell.outcome} data-heat={heat(cell.count, highest)}>
      {cell.detail === null ? said : <Why cell={cell} said={said} />}
    </td>
  );
}

function Why({ cell, said }: { cell: CoverageCell; said: string }) {
  return (
    <Popover
      size="medium"
      position="top"
      renderWithPortal
      triggerType="custom"
      dismissAriaLabel={copy.actions.close}
      header={words.why(cell.region === "global" ? words.global : cell.region, words.kinds[cell.kind])}
      content={<span className="app-wrap">{cell.detail}</span>}
    >
      <Button variant="inline-link" ariaLabel={`${said}. ${words.why(cell.region, words.kinds[cell.kind])}`}>
        {said}
      </Button>
    </Popover>
  );
}
