// One rule of a security group, and the way to its group.
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";

import { copy } from "./copy";
import { labelOf } from "./describe";
import { indexOfResource, ruleOf, type Tree, type TreeNode } from "./model";
import { GoTo } from "./Related";
import { portsText, protocolText } from "./rule";
import { inDetails } from "./shown";

export interface RuleDetailsProps {
  readonly node: TreeNode;
  readonly tree: Tree;
  readonly onGo: (key: string) => void;
}

export function RuleDetails({ node, tree, onGo }: RuleDetailsProps) {
  const rule = ruleOf(node);
  const group = tree.at(node.parent);
  if (!rule || !group) return null;
  const peer = tree.at(indexOfResource(tree, node.place, rule.peer));
  return (
    <KeyValuePairs
      columns={2}
      items={[
        { label: copy.securityGroup, value: <GoTo to={group.key} label={labelOf(group, tree)} onGo={onGo} /> },
        { label: copy.direction, value: rule.inbound ? copy.inbound : copy.outbound },
        { label: copy.protocol, value: protocolText(rule) },
        { label: copy.ports, value: portsText(rule) || copy.none },
        {
          label: rule.inbound ? copy.source : copy.destination,
          value: peer ? <GoTo to={peer.key} label={rule.peer} onGo={onGo} /> : <bdi>{inDetails(rule.peer)}</bdi>,
        },
        { label: copy.description, value: <bdi>{inDetails(rule.description ?? copy.none)}</bdi> },
      ]}
    />
  );
}
