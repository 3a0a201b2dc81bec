// Which connection the report speaks of, when it was made, and its seal.
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { Breakable } from "../components/Breakable";
import { CopyValue } from "../components/CopyValue";
import { lasting, when } from "../components/time";
import { copy } from "../copy";
import type { ConnectionView } from "../ipc/generated/ConnectionView";
import type { Report } from "../ipc/generated/Report";

const words = copy.report;

export function Subject({ report, view }: { report: Report; view: ConnectionView }) {
  const { connection, runner } = report;
  return (
    <Container>
      <SpaceBetween size="l">
        <KeyValuePairs
          columns={3}
          minColumnWidth={230}
          items={[
            { label: words.account, value: <CopyValue text={connection.account_id} what={words.account} /> },
            { label: words.role, value: <CopyValue text={connection.role_arn} what={words.role} /> },
            { label: words.externalId, value: <CopyValue text={connection.external_id} what={words.externalId} /> },
            {
              label: words.runner,
              value: (
                <span className="app-wrap">
                  <Breakable text={runner.arn ?? runner.profile ?? copy.app.unknown} />
                </span>
              ),
            },
            { label: words.verified, value: words.took(when(report.finished_at), lasting(report.duration_ms)) },
            {
              label: words.kept,
              value: view.credentials_place === null ? copy.app.unknown : words.places[view.credentials_place],
            },
          ]}
        />
        <KeyValuePairs
          columns={1}
          items={[
            {
              label: words.seal,
              value: (
                <>
                  <CopyValue text={report.seal} what={words.seal} />
                  <Box color="text-body-secondary" fontSize="body-s">
                    {words.sealText}
                  </Box>
                </>
              ),
            },
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}
