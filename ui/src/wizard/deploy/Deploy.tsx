// The stack, made with a profile of this machine: which accounts, what will be done, and then how it goes.
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { ErrorAlert } from "../../components/ErrorAlert";
import { copy } from "../../copy";
import { RegionField } from "../RegionField";
import { TargetField } from "../TargetField";
import type { Completing } from "../useCompleting";
import type { Connection } from "../useConnection";
import { Accounts, isPlatform } from "./Accounts";
import { useDeploy, useDeploying, useDeploys } from "./deploys";
import { Plan } from "./Plan";
import { Progress } from "./Progress";
import { usePreview } from "./usePreview";

const words = copy.deploy;

export interface DeployProps {
  connection: Connection;
  completing: Completing;
}

export function Deploy({ connection, completing }: DeployProps) {
  const { id, draft } = connection.view;
  const deploys = useDeploys();
  const deploy = useDeploy(id);
  const running = useDeploying(id);
  const preview = usePreview(id, [draft.region, draft.target_profile, draft.expected_account].join(" "));
  const { plan } = preview;
  const usable = isUsable(connection);
  const look = () => {
    deploys.drop(id);
    preview.ask();
  };

  return (
    <Container
      header={
        <Header description={draft.former_external_id === null ? words.description : copy.rotation.deploy}>
          {words.heading}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <RegionField connection={connection} disabled={running} />
        <TargetField connection={connection} disabled={running} required />
        <Accounts draft={draft} />
        {!running && (
          <div>
            <Button
              variant={plan === null && !deploy?.result ? "primary" : "normal"}
              disabled={!usable}
              loading={preview.asking}
              loadingText={words.previewing}
              onClick={look}
            >
              {words.preview}
            </Button>
            <div className="app-hint">{draft.target_profile === null ? words.noPreview : words.previewHint}</div>
          </div>
        )}
        {preview.error && <ErrorAlert error={preview.error} header={headerOf(preview.error.code)} onRetry={look} />}
        {plan && !running && (
          <Plan
            plan={plan}
            usable={usable}
            onStart={() => {
              preview.taken();
              deploys.start(id, plan.kind);
            }}
            onDiscard={preview.discard}
          />
        )}
        {deploy && <Progress id={id} deploy={deploy} completing={completing} />}
      </SpaceBetween>
    </Container>
  );
}

/** Whether the profile that the field shows is one that can make the stack. */
function isUsable({ view: { draft }, target, errors }: Connection): boolean {
  const fits = draft.target_profile !== null && draft.target_problem === null && !isPlatform(draft);
  return fits && target.choice === null && errors.choose_target === undefined;
}

/** An expired session has a heading of its own. */
const headerOf = (code: string) => (code === "sign_in" ? undefined : words.notPreviewed);
