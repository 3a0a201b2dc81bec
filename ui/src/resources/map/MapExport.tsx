// The map as a file.
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import type { RefObject } from "react";

import { useHost } from "../../components/HostContext";
import { SavedNotice } from "../../components/SavedNotice";
import type { Saving } from "../../components/useSaving";
import { copy } from "../../copy";
import type { MapPicture } from "../../ipc/generated/MapPicture";
import type { VpcMap } from "./map";
import { pngOf, svgOf } from "./picture";
import { summaryOf } from "./words";

const words = copy.network;

const FORMATS = ["svg", "png"] as const;

export interface MapExportProps {
  readonly map: VpcMap;
  readonly drawing: RefObject<SVGSVGElement | null>;
  readonly saving: Saving;
}

export function MapExport({ map, drawing, saving }: MapExportProps) {
  const host = useHost();
  const save = async (format: MapPicture["format"]): Promise<string | null> => {
    if (!drawing.current) return null;
    return host.saveMap(map.vpc.id, await pictureOf(drawing.current, map, format));
  };
  return (
    <ButtonDropdown
      loading={saving.saving}
      expandToViewport
      items={FORMATS.map((id) => ({ id, text: words.formats[id] }))}
      onItemClick={({ detail }) => {
        const format = FORMATS.find((one) => one === detail.id);
        if (format) saving.save(() => save(format));
      }}
    >
      {words.export}
    </ButtonDropdown>
  );
}

export function MapSaved({ saving }: { saving: Saving }) {
  return <SavedNotice saving={saving} words={words.exported} />;
}

async function pictureOf(drawing: SVGSVGElement, map: VpcMap, format: MapPicture["format"]): Promise<MapPicture> {
  const ground = getComputedStyle(drawing.closest(".map-pane") ?? drawing).backgroundColor;
  const captions = { title: words.drawingTitle(map.vpc.title, map.vpc.place), description: summaryOf(map) };
  const svg = svgOf(drawing, ground, captions);
  if (format === "svg") return { format, content: svg };
  return { format, content: await pngOf(svg) };
}
