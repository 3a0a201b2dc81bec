// One small sign per kind of row, drawn in the text's colour. They repeat what the words say, so
// they are hidden from assistive technology.
import { memo, type ReactNode } from "react";

import type { TreeNode } from "./model";

const SIGNS: Record<string, ReactNode> = {
  account: <path d="M2.5 6.5 8 2.5l5.5 4v7h-11zM6.5 13.5v-4h3v4" />,
  global: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M2.5 8h11M8 2.5c-3.3 3-3.3 8 0 11M8 2.5c3.3 3 3.3 8 0 11" />
    </>
  ),
  region: <path d="M8 14s4.5-4.2 4.5-7.5a4.5 4.5 0 0 0-9 0C3.5 9.8 8 14 8 14zM8 5v3M6.5 6.5h3" />,
  empty_regions: <path d="M3 8h10" strokeDasharray="2 2" />,
  vpc: <path d="M4.8 12.5a2.8 2.8 0 0 1-.3-5.6 3.6 3.6 0 0 1 7-.4 3 3 0 0 1-.5 6zM6.5 9.7h3" />,
  subnet: <path d="M2.5 2.5h11v11h-11zM2.5 8h11M8 8v5.5" />,
  security_group: <path d="M8 2.2 13 4v4c0 3-2 5-5 6-3-1-5-3-5-6V4z" />,
  hosted_zone: <path d="M3 3.5h10v3.5H3zM3 9h10v3.5H3zM5 5.3h.1M5 10.8h.1" />,
  iam_user: <path d="M8 8a2.6 2.6 0 1 0 0-5.2A2.6 2.6 0 0 0 8 8zM3 13.5c.4-2.6 2.2-4 5-4s4.6 1.4 5 4" />,
  rule_in: <path d="M13 8H4M7 5 4 8l3 3" />,
  rule_out: <path d="M3 8h9M9 5l3 3-3 3" />,
  gap: <path d="M8 2.5 14 13.3H2zM8 6.5v3.3M8 11.5v.1" />,
};

/** Which sign a node has. */
export function signOf(node: TreeNode, inbound: boolean): string {
  if (node.type === "resource") return node.kind ?? "";
  if (node.type === "rule") return inbound ? "rule_in" : "rule_out";
  return node.type === "missing_vpc" ? "vpc" : node.type;
}

export interface SignProps {
  readonly sign: string;
  readonly type: TreeNode["type"];
}

/** Most rows that scroll into sight have the sign of the one whose place they take: then nothing is drawn anew. */
export const Sign = memo(function Sign({ sign, type }: SignProps) {
  return (
    <svg className="resources-sign" data-sign={type} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {SIGNS[sign]}
    </svg>
  );
});
