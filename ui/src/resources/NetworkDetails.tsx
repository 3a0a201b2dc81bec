// The network beside a VPC's or a subnet's own details: gateways, endpoints and route tables, or the table in force.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useMemo } from "react";

import { CopyButton } from "../components/CopyButton";
import { useHost } from "../components/HostContext";
import { OpenedNotice } from "../components/OpenedNotice";
import { useOpening } from "../components/useOpening";
import { copy } from "../copy";
import type { DetailsProps } from "./Details";
import { listsOf } from "./map/lists";
import { mapOf, vpcAt } from "./map/map";
import { exitInWords } from "./map/words";
import { indexOf } from "./model";
import type { Network, Part, Route, RouteTable, Way } from "./network";

const words = copy.network;

export interface NetworkDetailsProps extends Pick<DetailsProps, "tree" | "network" | "connectionId"> {
  readonly nodeKey: string;
  /** The subnet whose table is asked for; without one, all of the VPC. */
  readonly subnetId: string | null;
}

export function NetworkDetails({ tree, network, connectionId, nodeKey, subnetId }: NetworkDetailsProps) {
  const own = useMemo(() => {
    const vpc = vpcAt(tree, indexOf(tree, nodeKey));
    return vpc && mapOf(tree, vpc, network).network;
  }, [tree, network, nodeKey]);
  const opening = useOpening();
  const host = useHost();
  if (!own?.asked) return null;
  const open = ({ kind, region, id }: Part) =>
    opening.open(() => host.openNetworkPart(connectionId, { kind, region, id }));
  return (
    <SpaceBetween size="s">
      {subnetId === null ? (
        <OfVpc network={own} onOpen={open} />
      ) : (
        <OfSubnet network={own} way={own.ways.get(subnetId) ?? null} onOpen={open} />
      )}
      <OpenedNotice opened={opening.opened} error={opening.error} />
    </SpaceBetween>
  );
}

type Open = (part: Part) => void;

function OfSubnet({ network, way, onOpen }: { network: Network; way: Way | null; onOpen: Open }) {
  if (!network.known.has("route_table")) return <Gaps network={network} only="route_table" />;
  const table = way?.table ?? null;
  return (
    <div>
      <Heading>{words.routeTable}</Heading>
      {table === null ? (
        <Box color="text-body-secondary">{words.tableNotSeen}</Box>
      ) : (
        <SpaceBetween size="xs">
          <Line
            part={table}
            facts={[way?.explicit === true ? words.isExplicit : words.isMain, ...(way?.exits ?? []).map(exitInWords)]}
            onOpen={onOpen}
          />
          <Routes table={table} />
        </SpaceBetween>
      )}
    </div>
  );
}

function OfVpc({ network, onOpen }: { network: Network; onOpen: Open }) {
  return (
    <SpaceBetween size="s">
      <Gaps network={network} />
      {listsOf(network).map(
        ({ title, parts }) =>
          parts.length > 0 && (
            <div key={title}>
              <Heading count={parts.length}>{title}</Heading>
              <ul className="resources-parts">
                {parts.map(({ part, facts }) => (
                  <li key={part.id}>
                    <Line part={part} facts={[facts]} onOpen={onOpen} />
                  </li>
                ))}
              </ul>
            </div>
          ),
      )}
    </SpaceBetween>
  );
}

function Gaps({ network, only }: { network: Network; only?: Part["kind"] }) {
  const gaps = network.gaps.filter(({ kinds }) => only === undefined || kinds.includes(only));
  return gaps.map(({ kinds, outcome, detail }) => (
    <StatusIndicator key={kinds.join(" ")} type="warning" iconAriaLabel={copy.map.level.warning} wrapText>
      {words.notSeen(only === undefined ? kinds : [only], outcome, detail)}
    </StatusIndicator>
  ));
}

function Heading({ children, count }: { children: string; count?: number }) {
  return (
    <Box variant="h4" padding={{ bottom: "xxs" }}>
      {children} {count !== undefined && <span className="resources-secondary">({count})</span>}
    </Box>
  );
}

function Line({ part, facts, onOpen }: { part: Part; facts: readonly string[]; onOpen: Open }) {
  const { id, title } = part;
  return (
    <div className="resources-value">
      <bdi className="resources-part-title">{title}</bdi> <CopyButton text={id} what={words.idOf(title)} iconOnly />{" "}
      <Button variant="inline-icon" iconName="external" ariaLabel={words.open(title)} onClick={() => onOpen(part)} />
      <div className="resources-secondary">
        <bdi>{[...(title === id ? [] : [id]), ...facts].join(", ")}</bdi>
      </div>
    </div>
  );
}

function Routes({ table }: { table: RouteTable }) {
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      wrapLines
      items={table.routes}
      ariaLabels={{ tableLabel: words.routesOf(table.title) }}
      columnDefinitions={[
        { id: "destination", header: words.destination, cell: ({ destination }: Route) => <bdi>{destination}</bdi> },
        { id: "target", header: words.targetHead, cell: ({ target }: Route) => <bdi>{target ?? words.none}</bdi> },
        {
          id: "state",
          header: words.state,
          cell: ({ blackhole }: Route) =>
            blackhole ? <span className="resources-warning">{words.blackhole}</span> : words.active,
        },
      ]}
    />
  );
}
