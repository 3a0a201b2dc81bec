// The map in words: the gateways and tables of the VPC, and the same tiers, zones and subnets as lists.
import ExpandableSection from "@cloudscape-design/components/expandable-section";

import { copy } from "../../copy";
import { listsOf } from "./lists";
import { inCell, type VpcMap } from "./map";
import { factsOf } from "./words";

const words = copy.map;
const names = copy.network;

export function InWords({ map }: { map: VpcMap }) {
  return (
    <ExpandableSection headerText={words.words}>
      <ul className="map-words">
        <NetworkInWords map={map} />
        {map.tiers.map((tier) => (
          <li key={tier}>
            <strong>{words.tier[tier]}</strong>, {words.tierHelp[tier]}
            <ul>
              {map.zones.map((zone) => (
                <li key={zone.name ?? ""}>
                  {words.zoneHeading(zone.name, zone.id)}
                  <CellInWords map={map} tier={tier} zone={zone} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </ExpandableSection>
  );
}

/** What was not listed is said to be so; only what was, may be none. */
function NetworkInWords({ map }: { map: VpcMap }) {
  const { gaps, known, asked } = map.network;
  if (!asked) return <li>{names.asked}</li>;
  return (
    <>
      {gaps.map(({ kinds, outcome, detail }) => (
        <li key={kinds.join(" ")}>{names.notSeen(kinds, outcome, detail)}</li>
      ))}
      {listsOf(map.network)
        .filter(({ kinds, parts }) => parts.length > 0 || kinds.some((kind) => known.has(kind)))
        .map(({ title, parts }) => (
          <li key={title}>
            <strong>{title}</strong>
            {parts.length === 0 && <>: {names.none}</>}
            <ul>
              {parts.map(({ part: { id, title: name }, facts }) => (
                <li key={id}>
                  <bdi>{name}</bdi>, {[...(name === id ? [] : [id]), facts].join(", ")}
                </li>
              ))}
            </ul>
          </li>
        ))}
    </>
  );
}

function CellInWords({
  map,
  tier,
  zone,
}: {
  map: VpcMap;
  tier: VpcMap["tiers"][number];
  zone: VpcMap["zones"][number];
}) {
  const subnets = inCell(map, tier, zone);
  if (subnets.length === 0) return <>: {words.emptyCell(tier)}</>;
  return (
    <ul>
      {subnets.map((subnet) => (
        <li key={subnet.key}>
          <bdi>{subnet.title}</bdi>, {factsOf(subnet, map.network, false)}
        </li>
      ))}
    </ul>
  );
}
