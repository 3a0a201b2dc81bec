// What changed since the last report: one line where nothing did.
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";

import { when } from "../components/time";
import { copy } from "../copy";
import type { CheckEnd } from "../ipc/generated/CheckEnd";
import type { Comparison } from "../ipc/generated/Comparison";
import type { PermissionChange } from "../ipc/generated/PermissionChange";
import type { ResourceName } from "../ipc/generated/ResourceName";
import { differences, isUnchanged } from "./changes";

const words = copy.report.changes;

/** More of a sort are counted; the exported report has them all. */
const SHOWN = 50;

export function Changes({ comparison }: { comparison: Comparison }) {
  const unchanged = isUnchanged(comparison);
  return (
    <Container header={<Header variant="h2">{words.heading(when(comparison.finished_at))}</Header>}>
      {unchanged ? (
        <Box color="text-body-secondary">{words.unchanged}</Box>
      ) : (
        <SpaceBetween size="s">
          <Judged comparison={comparison} />
          <Permissions changes={comparison.permissions} />
          <Found changes={comparison.resources} />
        </SpaceBetween>
      )}
    </Container>
  );
}

function Judged({ comparison: { status, checks } }: { comparison: Comparison }) {
  const verdicts = copy.report.status;
  const ended = ({ status: how, cause }: CheckEnd): string =>
    words.ended(copy.report.checkStatus[how], how === "fail" || how === "warn" ? cause : null);
  return (
    <>
      {status.before !== status.now && (
        <Group label={words.verdict} items={[words.instead(verdicts[status.now], verdicts[status.before])]} />
      )}
      <Group
        label={words.checks}
        items={checks.map(({ id, before, now }) => words.fromTo(copy.report.checks[id], ended(before), ended(now)))}
      />
    </>
  );
}

function Permissions({ changes }: { changes: Comparison["permissions"] }) {
  const action = ({ action: name, service, before, reason }: PermissionChange): ReactNode => (
    <>
      <code>{name}</code>{" "}
      {words.decided(service, before === null ? words.uncatalogued : copy.report.decisions[before], reason)}
    </>
  );
  return (
    <>
      <Group label={words.newlyDenied} items={changes.newly_denied} shown={action} />
      <Group label={words.newlyAllowed} items={changes.newly_allowed} shown={action} />
      <Group label={words.permissionsNotSeen} items={changes.not_seen} shown={action} />
    </>
  );
}

function Found({ changes }: { changes: Comparison["resources"] }) {
  const place = (region: string): string => (region === "global" ? copy.report.global : region);
  return (
    <>
      <Group label={words.gone} items={changes.gone} shown={resource} />
      <Group label={words.new} items={changes.new} shown={resource} />
      <Group
        label={words.changed}
        items={changes.changed}
        shown={(change) => (
          <>
            {resource(change.resource)}
            {differences(change).map((difference) => (
              <div key={difference} className="app-wrap app-difference">
                {difference}
              </div>
            ))}
          </>
        )}
      />
      <Group
        label={words.notSeen}
        items={changes.not_seen.map(({ region, kind, outcome, count }) =>
          words.lost(
            place(region),
            copy.report.kinds[kind],
            outcome === null ? words.notAsked : copy.report.outcomes[outcome],
            count,
          ),
        )}
      />
      <Group
        label={words.firstSeen}
        items={changes.first_seen.map(({ region, kind, count }) =>
          words.fresh(place(region), copy.report.kinds[kind], count),
        )}
      />
    </>
  );

  function resource({ region, kind, id, name }: ResourceName): ReactNode {
    return (
      <span className="app-wrap">
        {words.resource(copy.report.kindOne[kind], name, place(region))} <code>{id}</code>
      </span>
    );
  }
}

interface GroupProps<Item> {
  label: string;
  items: readonly Item[];
  shown?: (item: Item) => ReactNode;
}

/** One sort of change; nothing where there is none. */
function Group<Item>({
  label,
  items,
  shown = (item) => <span className="app-wrap">{String(item)}</span>,
}: GroupProps<Item>) {
  if (items.length === 0) return null;
  const more = items.length - SHOWN;
  return (
    <div role="group" aria-label={label}>
      <Box variant="awsui-key-label">{words.counted(label, items.length)}</Box>
      <ul className="app-list">
        {items.slice(0, SHOWN).map((item, index) => (
          <li key={index}>{shown(item)}</li>
        ))}
        {more > 0 && <li>{words.more(more)}</li>}
      </ul>
    </div>
  );
}
