// One resource: what can be done with it, its attributes, rules, tags and relations.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { CopyButton } from "../components/CopyButton";
import { useHost } from "../components/HostContext";
import { OpenedNotice } from "../components/OpenedNotice";
import { useOpening } from "../components/useOpening";
import type { Resource } from "../ipc/generated/Resource";
import { copy } from "./copy";
import type { DetailsProps } from "./Details";
import { type Fact, factsOf } from "./facts";
import { NetworkDetails } from "./NetworkDetails";
import { Related } from "./Related";
import { RulesTable } from "./RulesTable";
import { rulesOf } from "./rule";
import { inDetails } from "./shown";
import { Tags } from "./Tags";

export interface ResourceDetailsProps extends DetailsProps {
  readonly resource: Resource;
  readonly nodeKey: string;
}

function Actions({ resource, connectionId }: { resource: Resource; connectionId: string }) {
  const host = useHost();
  const { opened, error, open } = useOpening();
  const { kind, region, id, arn } = resource;
  return (
    <SpaceBetween size="xs">
      <div className="resources-actions">
        <CopyButton text={id} what={copy.id}>
          {copy.copyId}
        </CopyButton>
        <CopyButton text={arn} what={copy.arn}>
          {copy.copyArn}
        </CopyButton>
        <Button iconName="external" onClick={() => open(() => host.openResource(connectionId, { kind, region, id }))}>
          {copy.open}
        </Button>
      </div>
      <OpenedNotice opened={opened} error={error} />
    </SpaceBetween>
  );
}

function Values({ values }: { values: readonly string[] }) {
  return values.map((value, n) => (
    <div key={n} className="resources-value">
      <bdi>{inDetails(value)}</bdi>
    </div>
  ));
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  const items = facts.map(({ label, values }) => ({ label, value: <Values values={values} /> }));
  return <KeyValuePairs columns={2} items={items} />;
}

export function ResourceDetails({ resource, nodeKey, tree, onGo, network, connectionId }: ResourceDetailsProps) {
  const identity = [
    { label: copy.id, values: [resource.id] },
    { label: copy.arn, values: [resource.arn] },
  ];
  const rules = rulesOf(resource);
  return (
    <SpaceBetween size="m">
      <Actions resource={resource} connectionId={connectionId} />
      <KeyValuePairs
        columns={1}
        items={identity.map(({ label, values }) => ({ label, value: <Values values={values} /> }))}
      />
      <Facts facts={factsOf(resource)} />
      {resource.kind === "security_group" && (
        <>
          <RulesTable inbound rules={rules.filter(({ inbound }) => inbound)} />
          <RulesTable inbound={false} rules={rules.filter(({ inbound }) => !inbound)} />
        </>
      )}
      {(resource.kind === "vpc" || resource.kind === "subnet") && (
        <NetworkDetails
          tree={tree}
          network={network}
          connectionId={connectionId}
          nodeKey={nodeKey}
          subnetId={resource.kind === "subnet" ? resource.id : null}
        />
      )}
      <Related tree={tree} nodeKey={nodeKey} onGo={onGo} />
      <div>
        <Box variant="h4" padding={{ bottom: "xxs" }}>
          {copy.tags}
        </Box>
        <Tags key={nodeKey} resource={resource} connectionId={connectionId} />
      </div>
    </SpaceBetween>
  );
}
