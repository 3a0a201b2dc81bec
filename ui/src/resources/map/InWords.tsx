// The map in words: the same tiers, zones and subnets as lists.
import ExpandableSection from "@cloudscape-design/components/expandable-section";

import { copy } from "../../copy";
import { inCell, type VpcMap } from "./map";
import { factsOf } from "./words";

const words = copy.map;

export function InWords({ map }: { map: VpcMap }) {
  return (
    <ExpandableSection headerText={words.words}>
      <ul className="map-words">
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
          <bdi>{subnet.title}</bdi>, {factsOf(subnet, false)}
        </li>
      ))}
    </ul>
  );
}
