// The rules of a security group in one direction.
import Box from "@cloudscape-design/components/box";
import Table from "@cloudscape-design/components/table";

import { copy } from "./copy";
import { isOpenToAll, portsText, protocolText, type Rule } from "./rule";
import { inDetails } from "./shown";

export function RulesTable({ rules, inbound }: { rules: readonly Rule[]; inbound: boolean }) {
  const title = inbound ? copy.rulesInbound : copy.rulesOutbound;
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      wrapLines
      items={rules}
      ariaLabels={{ tableLabel: title }}
      header={
        <Box variant="h4">
          {title} <span className="resources-secondary">({copy.number(rules.length)})</span>
        </Box>
      }
      empty={copy.noRules}
      columnDefinitions={[
        { id: "protocol", header: copy.protocol, cell: (rule) => protocolText(rule) },
        { id: "ports", header: copy.ports, cell: (rule) => portsText(rule) || copy.none },
        {
          id: "peer",
          header: inbound ? copy.source : copy.destination,
          cell: (rule) => (
            <>
              <bdi>{inDetails(rule.peer)}</bdi>
              {isOpenToAll(rule) && <div className="resources-warning">{copy.anyAddress}</div>}
            </>
          ),
        },
        {
          id: "description",
          header: copy.description,
          cell: (rule) => <bdi>{inDetails(rule.description ?? copy.none)}</bdi>,
        },
      ]}
    />
  );
}
