// What the subnets stand on: the VPC with its edge, the zones, the tiers, and the lines of what is pointed at. Lines
// are above the frames and beneath every word.
import { copy } from "../../copy";
import type { Network } from "../network";
import type { Box } from "./box";
import { EdgeChip, TableBox, ZoneEndpoints } from "./Chips";
import { fit, textWidth } from "./fit";
import { Frame, INSET, NAMES, SMALL, TITLE, WarningSign } from "./Frame";
import type { Layout, PlacedTier, PlacedZone } from "./layout";
import { type Lit, outward } from "./lines";

const words = copy.map;

export interface GroundProps {
  readonly layout: Layout;
  readonly network: Network;
  readonly lit: Lit;
}

export function Ground({ layout, network, lit }: GroundProps) {
  const { internet, edge, tables, endpoints, notes } = layout;
  const open = internet ? edge.filter(({ item, y }) => item.outward && y === edge[0]?.y) : [];
  return (
    <>
      <Frame className="map-frame" box={layout.frame} radius={8} />
      {layout.tiers.map((band) => (
        <Frame key={band.tier} className="map-band" box={band} radius={6} />
      ))}
      {endpoints.items.length > 0 && <Frame className="map-band" box={endpoints} radius={6} />}
      {layout.zones.map((placed) => (
        <Frame key={placed.zone.name ?? ""} className="map-zone" box={placed} radius={6} />
      ))}
      {internet && open.map((chip) => <path key={chip.item.part.id} className="map-way" d={outward(chip, internet)} />)}
      {lit.lines.map(({ d, broken }) => (
        <path key={d} className="map-line" data-broken={broken} d={d} />
      ))}
      {internet && <Internet box={internet} lit={lit.internet} />}
      {edge.map((placed) => (
        <EdgeChip key={placed.item.part.id} placed={placed} lit={lit} />
      ))}
      {notes.map((note) => (
        <Note key={note.text} note={note} />
      ))}
      {tables.items.length > 0 && <BandWords box={tables} name={copy.network.tables} help="" plain />}
      {tables.items.map((placed) => (
        <TableBox key={placed.item.table?.id ?? ""} placed={placed} network={network} lit={lit} />
      ))}
      {layout.zones.map((placed) => (
        <ZoneName key={placed.zone.name ?? ""} placed={placed} />
      ))}
      {layout.tiers.map((band) => (
        <TierWords key={band.tier} band={band} />
      ))}
      {endpoints.items.length > 0 && <BandWords box={endpoints} name={copy.network.inZones} help="" />}
      {endpoints.items.map((placed) => (
        <ZoneEndpoints key={placed.zone.name ?? ""} placed={placed} />
      ))}
    </>
  );
}

function TierWords({ band }: { band: PlacedTier }) {
  return (
    <BandWords
      box={band}
      name={words.tier[band.tier]}
      help={`${words.subnets(band.count)}, ${words.tierHelp[band.tier]}`}
    />
  );
}

interface BandWordsProps {
  readonly box: Box;
  readonly name: string;
  readonly help: string;
  /** On the VPC itself, not on a band. */
  readonly plain?: boolean;
}

function BandWords({ box, name, help, plain = false }: BandWordsProps) {
  const x = plain ? box.x : box.x + NAMES;
  const room = box.width - NAMES - 2 * INSET - textWidth(name, TITLE + 1);
  return (
    <text x={x} y={box.y + (plain ? 16 : 18)} className="map-heading map-band-words" data-plain={plain}>
      {name}
      {help !== "" && (
        <tspan className="map-secondary" dx={INSET}>
          {fit(help, room, SMALL)}
        </tspan>
      )}
    </text>
  );
}

function ZoneName({ placed }: { placed: PlacedZone }) {
  const { zone, x, y, width } = placed;
  const room = width - NAMES - INSET - 2 * TITLE;
  return (
    <g>
      <text x={x + NAMES} y={y + 17} className="map-heading map-band-words" data-plain="true">
        {fit(zone.name ?? words.zoneUnknown, room, TITLE + 1)}
      </text>
      {zone.id !== null && (
        <text x={x + NAMES} y={y + 31} className="map-secondary">
          {fit(zone.id, room, SMALL)}
        </text>
      )}
    </g>
  );
}

function Note({ note }: { note: Box & { readonly text: string } }) {
  return (
    <g>
      <WarningSign x={note.x} y={note.y + 3} />
      <text x={note.x + 19} y={note.y + 14} className="map-note">
        {fit(note.text, note.width - 19, TITLE)}
      </text>
    </g>
  );
}

function Internet({ box, lit }: { box: Box; lit: boolean }) {
  return (
    <g className="map-internet" data-lit={lit}>
      <Frame className="map-strip" box={box} radius={15} />
      <g className="map-icon" transform="translate(14 7)">
        <circle cx={8} cy={8} r={6.5} />
        <path d="M1.5 8h13M8 1.5c-4 3.6-4 9.4 0 13M8 1.5c4 3.6 4 9.4 0 13" />
      </g>
      <text x={38} y={20} className="map-heading">
        {words.internet}
      </text>
    </g>
  );
}
