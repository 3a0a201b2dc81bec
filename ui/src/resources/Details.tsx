// The details of the selected node. All of it is text from AWS: it is only ever rendered as text.
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { memo, useId } from "react";

import { copy, KIND_ONE } from "./copy";
import { CoverageTable } from "./CoverageTable";
import { labelOf, type Places } from "./describe";
import type { Network } from "../ipc/generated/Network";
import { GapDetails } from "./GapDetails";
import { ACCOUNT_KEY, indexOf, type Tree, type TreeNode } from "./model";
import { Related } from "./Related";
import { ResourceDetails } from "./ResourceDetails";
import { RuleDetails } from "./RuleDetails";
import { inDetails } from "./shown";

export interface DetailsProps {
  readonly tree: Tree;
  readonly places: Places;
  readonly selectedKey: string | null;
  readonly onGo: (key: string) => void;
  readonly network: Network;
  readonly connectionId: string;
}

function overline(node: TreeNode, places: Places): string {
  const kind = node.resource ? KIND_ONE[node.resource.kind] : overlineOf[node.type];
  const where = node.type === "region" || node.type === "global" ? "" : node.place;
  const name = places.get(node.place) ?? "";
  return [kind, where === "global" ? copy.global : where, where === "" && node.type !== "region" ? "" : name]
    .filter(Boolean)
    .join(" · ");
}

const overlineOf: Record<TreeNode["type"], string> = {
  account: copy.account,
  global: copy.globalParts,
  region: copy.region,
  empty_regions: copy.coverage,
  missing_vpc: "",
  resource: "",
  rule: copy.ruleKind,
  gap: copy.gapKind,
};

/** The reason of a gap stands below, not in the heading. */
function titleOf(node: TreeNode, tree: Tree): string {
  return node.cell ? copy.gap(node.cell.kind, node.cell.outcome, null) : labelOf(node, tree);
}

function Body({ node, ...props }: DetailsProps & { node: TreeNode }) {
  const { tree, onGo } = props;
  switch (node.type) {
    case "resource":
      return node.resource && <ResourceDetails {...props} resource={node.resource} nodeKey={node.key} />;
    case "rule":
      return <RuleDetails node={node} tree={tree} onGo={onGo} />;
    case "gap":
      return node.cell && <GapDetails cell={node.cell} />;
    case "missing_vpc":
      return (
        <SpaceBetween size="m">
          <Box>{copy.missingVpcHelp}</Box>
          <Related tree={tree} nodeKey={node.key} onGo={onGo} />
        </SpaceBetween>
      );
    default:
      return <CoverageTable node={node} tree={tree} />;
  }
}

/** Anew only for another node: a search leaves it alone. */
export const Details = memo(function Details(props: DetailsProps) {
  const { tree, places, selectedKey } = props;
  const heading = useId();
  const chosen = selectedKey === null ? -1 : indexOf(tree, selectedKey);
  const node = tree.at(chosen) ?? tree.at(indexOf(tree, ACCOUNT_KEY));
  if (!node) return null;
  return (
    <section className="resources-pane resources-details" aria-labelledby={heading} tabIndex={0}>
      <div key={node.key}>
        <Box color="text-body-secondary" fontSize="body-s">
          {overline(node, places)}
        </Box>
        <h3 id={heading} className="resources-title">
          <bdi>{inDetails(titleOf(node, tree))}</bdi>
        </h3>
        {chosen < 0 && <Box color="text-body-secondary">{copy.nothingChosen}</Box>}
        <Body {...props} node={node} />
      </div>
    </section>
  );
});
