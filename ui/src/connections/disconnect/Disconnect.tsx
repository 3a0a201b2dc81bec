// Ending the platform's access: what that means, how the role is removed, and the proof that nobody gets in any more.
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";

import { CopyValue } from "../../components/CopyValue";
import { ErrorAlert } from "../../components/ErrorAlert";
import { useHost } from "../../components/HostContext";
import { useLoaded } from "../../components/useLoaded";
import { copy } from "../../copy";
import type { ConnectionSummary } from "../../ipc/generated/ConnectionSummary";
import type { ConnectionView } from "../../ipc/generated/ConnectionView";
import type { DisconnectView } from "../../ipc/generated/DisconnectView";
import { ForgetDialog } from "../ForgetDialog";
import { Page } from "../Page";
import { Prove } from "./Prove";
import { Removal } from "./Removal";

const words = copy.disconnect;

export interface DisconnectProps {
  connection: Pick<ConnectionSummary, "id" | "label">;
  onHome: () => void;
  onReport: (view: ConnectionView) => void;
}

export function Disconnect({ connection: { id, label }, onHome, onReport }: DisconnectProps) {
  const host = useHost();
  const { value, error, reload } = useLoaded(() => host.disconnection(id), id);
  const [forgetting, setForgetting] = useState(false);
  const title = words.title(label);
  return (
    <Page
      title={title}
      description={words.description}
      contentType="default"
      breadcrumbs={
        <BreadcrumbGroup
          ariaLabel={copy.app.breadcrumbs}
          items={[
            { text: copy.app.home, href: "#" },
            { text: title, href: "#disconnect" },
          ]}
          onFollow={(event) => {
            event.preventDefault();
            if (event.detail.href === "#") onHome();
          }}
        />
      }
    >
      <SpaceBetween size="l">
        {error && <ErrorAlert error={error} onRetry={reload} />}
        {!value && !error && <StatusIndicator type="loading">{words.loading}</StatusIndicator>}
        {value && (
          <SpaceBetween size="l">
            <Meaning connection={value} />
            <Removal connection={value} />
            <Prove connection={value} onProved={reload} onReport={onReport} />
            <SpaceBetween direction="horizontal" size="xs">
              <Button onClick={onHome}>{copy.actions.done}</Button>
              <Button variant="link" onClick={() => setForgetting(true)}>
                {copy.actions.forget}
              </Button>
            </SpaceBetween>
          </SpaceBetween>
        )}
      </SpaceBetween>
      {forgetting && value && (
        <ForgetDialog
          connection={value}
          kept={value.refusal === null ? undefined : words.forgetKept(value.account_id)}
          onKept={() => setForgetting(false)}
          onForgotten={onHome}
        />
      )}
    </Page>
  );
}

function Meaning({ connection: { role_arn: role, account_id: account } }: { connection: DisconnectView }) {
  return (
    <Container header={<Header>{words.meansHeading}</Header>}>
      <SpaceBetween size="m">
        <ul className="app-list">
          {words.means(account).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <KeyValuePairs
          columns={2}
          items={[
            { label: copy.roleArn.field, value: <CopyValue text={role} what={copy.roleArn.field} /> },
            { label: words.account, value: <CopyValue text={account} what={words.account} /> },
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}
