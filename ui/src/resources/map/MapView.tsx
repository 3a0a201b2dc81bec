// One VPC at a time as a map, with what its network means for provisioning and the details of what is selected.
import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useCallback, useId, useMemo, useRef, useState } from "react";

import { useSaving } from "../../components/useSaving";
import { copy } from "../../copy";
import type { Network } from "../../ipc/generated/Network";
import { Details } from "../Details";
import type { Places } from "../describe";
import { indexOf, type Tree } from "../model";
import type { ResourcesState } from "../useResources";
import { hintsOf } from "./hints";
import { InWords } from "./InWords";
import { MapExport, MapSaved } from "./MapExport";
import { firstVpc, mapOf, type VpcMap, type VpcRef, vpcAt, vpcsOf } from "./map";
import { VpcDrawing } from "./VpcDrawing";
import { VpcSummary } from "./VpcSummary";

const words = copy.map;

export interface MapViewProps {
  readonly tree: Tree;
  readonly places: Places;
  readonly state: ResourcesState;
  readonly network: Network;
  readonly growing: boolean;
  readonly connectionId: string;
}

export function MapView(props: MapViewProps) {
  const { tree, places, state } = props;
  const vpcs = useMemo(() => vpcsOf(tree), [tree]);
  const selected = state.selectedKey === null ? -1 : indexOf(tree, state.selectedKey);
  const selectedVpc = selected < 0 ? null : (vpcAt(tree, selected)?.key ?? null);
  const vpc = vpcs.find(({ key }) => key === selectedVpc) ?? firstVpc(vpcs);
  return (
    <>
      <VpcChoice vpcs={vpcs} places={places} vpc={vpc} onChoose={state.goTo} />
      {vpc ? (
        <Panes
          {...props}
          // Until something in this VPC is selected, its own details stand beside its map.
          state={selectedVpc === vpc.key ? state : { ...state, selectedKey: vpc.key }}
          vpc={vpc}
          vpcs={vpcs}
        />
      ) : (
        <Nothing title={words.noVpc} text={words.noVpcHelp} />
      )}
    </>
  );
}

function Nothing({ title, text }: { title: string; text: string }) {
  return (
    <div className="map-nothing">
      <Box variant="h3" padding="n">
        {title}
      </Box>
      <Box color="text-body-secondary">{text}</Box>
    </div>
  );
}

interface PanesProps extends MapViewProps {
  readonly vpc: VpcRef;
  readonly vpcs: readonly VpcRef[];
}

function Panes({ tree, places, state, network, growing, connectionId, vpc, vpcs }: PanesProps) {
  const map = useMemo(() => mapOf(tree, vpc, network, growing), [tree, vpc, network, growing]);
  const drawing = useRef<SVGSVGElement>(null);
  const saving = useSaving();
  const [width, measure] = useWidth();
  return (
    <div className="resources-panes map-panes">
      <div className="resources-pane map-pane">
        <div className="map-head">
          <VpcSummary map={map} />
          {map.subnets.length > 0 && <MapExport map={map} drawing={drawing} saving={saving} />}
          <MapSaved saving={saving} />
        </div>
        <div className="map-scroller" ref={measure}>
          {map.subnets.length === 0 ? (
            <Nothing title={words.noSubnets} text={words.noSubnetsHelp} />
          ) : (
            <>
              <VpcDrawing
                key={vpc.key}
                map={map}
                width={width}
                selectedKey={state.selectedKey}
                onSelect={state.goTo}
                drawing={drawing}
              />
              <InWords map={map} />
            </>
          )}
        </div>
      </div>
      <div className="map-side">
        <Hints map={map} vpcs={vpcs} />
        <Details
          tree={tree}
          places={places}
          selectedKey={state.selectedKey}
          onGo={state.goTo}
          network={network}
          connectionId={connectionId}
        />
      </div>
    </div>
  );
}

function Hints({ map, vpcs }: { map: VpcMap; vpcs: readonly VpcRef[] }) {
  const heading = useId();
  const hints = useMemo(() => hintsOf(map, vpcs), [map, vpcs]);
  return (
    <section className="resources-pane resources-details map-hints" aria-labelledby={heading} tabIndex={0}>
      <h3 id={heading} className="resources-title">
        {words.hints}
      </h3>
      {hints.length === 0 && <Box color="text-body-secondary">{words.noHints}</Box>}
      <ul className="map-hint-list">
        {hints.map(({ about, level, text }) => (
          <li key={`${about} ${text}`} data-hint={about}>
            <StatusIndicator type={level} iconAriaLabel={words.level[level]} />
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface VpcChoiceProps {
  readonly vpcs: readonly VpcRef[];
  readonly places: Places;
  readonly vpc: VpcRef | null;
  readonly onChoose: (key: string) => void;
}

/** With more than this, only those in sight are rendered. */
const MANY_VPCS = 50;

function VpcChoice({ vpcs, places, vpc, onChoose }: VpcChoiceProps) {
  const options = useMemo(() => optionsOf(vpcs, places), [vpcs, places]);
  const all = options.flatMap((group) => group.options);
  return (
    <div className="map-choice">
      <FormField label={words.vpc} stretch>
        <Select
          options={options}
          selectedOption={all.find(({ value }) => value === vpc?.key) ?? null}
          disabled={vpcs.length === 0}
          filteringType="auto"
          filteringPlaceholder={words.vpcFilter}
          empty={words.noVpcMatches}
          virtualScroll={vpcs.length > MANY_VPCS}
          onChange={({ detail }) => onChoose(detail.selectedOption.value ?? "")}
        />
      </FormField>
    </div>
  );
}

interface VpcGroup extends SelectProps.OptionGroup {
  readonly options: SelectProps.Option[];
}

function optionsOf(vpcs: readonly VpcRef[], places: Places): VpcGroup[] {
  const groups = new Map<string, SelectProps.Option[]>();
  for (const { key, place, title, id, isDefault, cidrs, subnetCount } of vpcs) {
    const tags = [title === id ? "" : id, isDefault ? words.isDefault : "", ...cidrs, words.subnets(subnetCount)];
    const option = { value: key, label: title, description: tags.filter(Boolean).join(" · ") };
    const group = groups.get(place);
    if (group) group.push(option);
    else groups.set(place, [option]);
  }
  return [...groups].map(([place, options]) => ({
    label: words.regionOf(place, places.get(place) ?? ""),
    options,
  }));
}

const START_WIDTH = 640;

/** The width that the drawing has, as it changes. */
function useWidth(): [number, (element: HTMLElement | null) => (() => void) | undefined] {
  const [width, setWidth] = useState(START_WIDTH);
  const measure = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(entry.contentRect.width);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [width, measure];
}
