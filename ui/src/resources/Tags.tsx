// The tags of a resource. AWS lists hosted zones and IAM users without theirs: those are read when a person asks.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import LiveRegion from "@cloudscape-design/components/live-region";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";

import { asAppError } from "../components/appError";
import { ErrorAlert } from "../components/ErrorAlert";
import { useHost } from "../components/HostContext";
import type { AppError } from "../ipc/generated/AppError";
import type { Resource } from "../ipc/generated/Resource";
import { copy } from "./copy";
import { inDetails, TAGS_SHOWN } from "./shown";

type Read =
  { state: "reading" } | { state: "read"; tags: Record<string, string> } | { state: "failed"; error: AppError };

export function Tags({ resource, connectionId }: { resource: Resource; connectionId: string }) {
  const onDemand = resource.kind === "hosted_zone" || resource.kind === "iam_user";
  return onDemand ? <TagsOnDemand resource={resource} connectionId={connectionId} /> : <TagList tags={resource.tags} />;
}

function TagsOnDemand({ resource, connectionId }: { resource: Resource; connectionId: string }) {
  const host = useHost();
  const [read, setRead] = useState<Read | null>(null);
  if (read?.state === "read") {
    return (
      <>
        <LiveRegion hidden>{copy.tagsRead(Object.keys(read.tags).length)}</LiveRegion>
        <TagList tags={read.tags} />
      </>
    );
  }
  const { kind, region, id } = resource;
  const ask = () => {
    setRead({ state: "reading" });
    host.resourceTags(connectionId, { kind, region, id }).then(
      (tags) => setRead({ state: "read", tags }),
      (reason: unknown) => setRead({ state: "failed", error: asAppError(reason) }),
    );
  };
  return (
    <SpaceBetween size="xs">
      {read?.state === "failed" && <ErrorAlert error={read.error} />}
      <Box color="text-body-secondary">{copy.tagsOnDemand}</Box>
      <Button loading={read?.state === "reading"} onClick={ask}>
        {copy.readTags}
      </Button>
    </SpaceBetween>
  );
}

function TagList({ tags }: { tags: Resource["tags"] }) {
  const pairs = Object.entries(tags);
  if (pairs.length === 0) return <Box color="text-body-secondary">{copy.noTags}</Box>;
  return (
    <ul className="resources-tags" aria-label={copy.tags}>
      {pairs.slice(0, TAGS_SHOWN).map(([name, value]) => (
        <li key={name}>
          <bdi className="resources-tag-name">{inDetails(name)}</bdi>
          <bdi>{value === "" ? copy.none : inDetails(value)}</bdi>
        </li>
      ))}
      {pairs.length > TAGS_SHOWN && <li className="resources-secondary">{copy.more(pairs.length - TAGS_SHOWN)}</li>}
    </ul>
  );
}
