// Where the template is hosted: publishing it from here, or the address of one that is there already.
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";

import { ErrorAlert } from "../../components/ErrorAlert";
import { copy } from "../../copy";
import type { LaunchView } from "../../ipc/generated/LaunchView";
import type { Connection } from "../useConnection";
import { AddressField } from "./AddressField";
import { Publish } from "./Publish";

const words = copy.hosting;

export interface HostingProps {
  connection: Connection;
  launch: LaunchView;
  /** Whether this connection's account is known not to be able to read what is hosted. */
  needed: boolean;
  /** The address is another now, or who can read what is there. */
  onChanged: () => void;
}

export function Hosting({ connection, launch, needed, onChanged }: HostingProps) {
  const { hosted } = launch;
  const [chosen, setChosen] = useState<boolean | null>(null);
  const wanted = needed || (!launch.filled_in && hosted.fixed_by === null);
  // It stays open for what it says then, and for the keyboard.
  const changed = () => {
    setChosen(true);
    onChanged();
  };
  return (
    <ExpandableSection
      headerText={words.heading}
      headerDescription={hosted.address ?? words.nowhere}
      expanded={chosen ?? wanted}
      onChange={({ detail }) => setChosen(detail.expanded)}
    >
      <SpaceBetween size="l">
        {hosted.problem && <ErrorAlert error={hosted.problem} type="warning" />}
        {hosted.fixed_by === null && (
          <Publish connection={connection} again={needed} primary={!launch.filled_in || needed} onPublished={changed} />
        )}
        <AddressField id={connection.view.id} hosted={hosted} onChanged={changed} />
      </SpaceBetween>
    </ExpandableSection>
  );
}
