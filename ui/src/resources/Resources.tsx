// An account's resources as a tree with search and filters, or a VPC of them as a map; and the details of what is selected.
import "./resources.css";
import "./map/map.css";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { memo, useCallback, useDeferredValue, useMemo, useRef, useState } from "react";

import { HostContext } from "../components/HostContext";
import { copy as words } from "../copy";
import type { CoverageCell } from "../ipc/generated/CoverageCell";
import type { Network } from "../ipc/generated/Network";
import type { Resource } from "../ipc/generated/Resource";
import type { Host } from "../ipc/host";
import { copy } from "./copy";
import { Details } from "./Details";
import { MapView } from "./map";
import { ResourceTree } from "./ResourceTree";
import { NO_QUERY, rangeOf, termsOf } from "./search";
import { Toolbar } from "./Toolbar";
import { useResources } from "./useResources";
import { usePlaces, useTree } from "./useTree";

export interface ResourcesProps {
  readonly accountId: string;
  readonly resources: Resource[];
  readonly coverage: CoverageCell[];
  readonly network: Network;
  /** Whether discovery is still running, so that a missing answer only means "not yet". */
  readonly growing?: boolean;
  readonly connectionId: string;
  readonly host: Host;
}

function Empty({ title, text, action }: { title: string; text: string; action?: () => void }) {
  return (
    <div className="resources-empty">
      <Box variant="h3" padding="n">
        {title}
      </Box>
      <Box color="text-body-secondary">{text}</Box>
      {action && <Button onClick={action}>{copy.clearAll}</Button>}
    </div>
  );
}

type View = "tree" | "map";

/** Apart, so that it is not made anew for every key. */
const Views = memo(function Views({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  const { views, tree, map } = words.map;
  return (
    <SegmentedControl
      label={views}
      selectedId={view}
      options={[
        { id: "tree", text: tree },
        { id: "map", text: map },
      ]}
      onChange={({ detail }) => onChange(detail.selectedId === "map" ? "map" : "tree")}
    />
  );
});

export function Resources(props: ResourcesProps) {
  const { accountId, resources, coverage, network, growing = false, connectionId, host } = props;
  const places = usePlaces(host);
  const state = useResources(useTree(accountId, resources, coverage, growing), places);
  const { tree } = state;
  // The tree is painted first: the toolbar takes longer than the rows, and so do the details with their table of totals.
  const detailed = useDeferredValue(true, false);
  const pane = useRef<HTMLDivElement>(null);
  const { text } = state.query;
  const sought = useMemo(() => ({ terms: termsOf(text), range: rangeOf(text) }), [text]);
  const [view, setView] = useState<View>("tree");
  const { selectedKey, goTo } = state;
  const show = useCallback(
    (next: View) => {
      setView(next);
      // The tree comes back at what was selected on the map.
      if (next === "tree" && selectedKey !== null) goTo(selectedKey);
    },
    [selectedKey, goTo],
  );
  const nothing = resources.length === 0 && coverage.length === 0 && !growing;

  return (
    <HostContext value={host}>
      <div className="resources">
        <div className="resources-views">{detailed && <Views view={view} onChange={show} />}</div>
        {view === "map" ? (
          <MapView
            tree={tree}
            places={places}
            state={state}
            network={network}
            growing={growing}
            connectionId={connectionId}
          />
        ) : (
          <>
            {detailed ? (
              <Toolbar
                tree={tree}
                places={places}
                growing={growing}
                state={state}
                onEnter={() => pane.current?.querySelector<HTMLElement>("[role=tree]")?.focus()}
              />
            ) : (
              <div className="resources-toolbar" />
            )}
            <div className="resources-panes">
              <div className="resources-pane" ref={pane}>
                <ResourceTree
                  tree={tree}
                  places={places}
                  sought={sought}
                  state={state}
                  busy={growing || state.pending}
                />
                {nothing && <Empty title={copy.nothingListed} text={copy.nothingListedHelp} />}
                {state.rows.nodes.length === 0 && (
                  <Empty title={copy.noMatches} text={copy.noMatchesHelp} action={() => state.ask(NO_QUERY)} />
                )}
              </div>
              {detailed ? (
                <Details
                  tree={tree}
                  places={places}
                  selectedKey={state.selectedKey}
                  onGo={state.goTo}
                  network={network}
                  connectionId={connectionId}
                />
              ) : (
                <div className="resources-pane" />
              )}
            </div>
          </>
        )}
      </div>
    </HostContext>
  );
}
