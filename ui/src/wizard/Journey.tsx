// One connection's five steps. The draft lives in the program; this only shows it and sends what
// the person does.
import Alert from "@cloudscape-design/components/alert";
import AppLayout from "@cloudscape-design/components/app-layout";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import type { WizardProps } from "@cloudscape-design/components/wizard";
import Wizard from "@cloudscape-design/components/wizard";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

import { useHost } from "../components/HostContext";
import { InView } from "../components/InView";
import { ProblemText } from "../components/ProblemText";
import { copy } from "../copy";
import type { ConnectionView } from "../ipc/generated/ConnectionView";
import type { Step } from "../ipc/generated/Step";
import { CreateRoleStep } from "./CreateRoleStep";
import { useDeployed, useDeploying, useDeploys } from "./deploy/deploys";
import { ExternalIdStep } from "./ExternalIdStep";
import { ReportStep } from "./ReportStep";
import { hasEarlierReport, hasReport } from "./reports";
import { RoleArnStep } from "./RoleArnStep";
import { RotationNotice } from "./RotationNotice";
import { useRun, useRuns } from "./runs";
import { canStartOver, StartOver } from "./StartOver";
import { StepHelp } from "./StepHelp";
import { useCompleting } from "./useCompleting";
import { useConnection } from "./useConnection";
import { VerifyStep } from "./VerifyStep";

/** What an opened connection shows first: where it was left, a new test, or its last report. */
export type Opening = "draft" | "test" | "report";

export interface JourneyProps {
  initial: ConnectionView;
  opening: Opening;
  onHome: () => void;
}

/** From this width the help stands beside the step from the start. */
const WIDE = 1400;

const LOOK_AGAIN_MS = 1000;

export function Journey({ initial, opening, onHome }: JourneyProps) {
  const host = useHost();
  const runs = useRuns();
  const deploys = useDeploys();
  const connection = useConnection(initial);
  const { view, setView, act, goOn } = connection;
  const { id, draft } = view;
  const run = useRun(id);
  const running = run !== null && run.phase !== "ended";
  const [paste, setPaste] = useState(draft.role_arn ?? "");
  const completing = useCompleting(connection);
  const [help, setHelp] = useState(() => window.innerWidth >= WIDE);
  // A report whose values were changed since is no step of the draft any more; it can still be read.
  const [earlier, setEarlier] = useState(opening === "report" && !initial.draft.verified);
  const shown: Step = earlier && hasEarlierReport(view) ? "report" : draft.step;
  const index = draft.steps.findIndex(({ step }) => step === shown);
  const deploying = useDeploying(id);
  const [startedOver, setStartedOver] = useState(false);
  useDeployed(connection);
  // A role that came by another way than its field stands there too.
  const [kept, setKept] = useState(draft.role_arn);
  if (draft.role_arn !== kept) {
    setKept(draft.role_arn);
    if (shown !== "role_arn" && draft.role_arn !== null) setPaste(draft.role_arn);
  }

  // Only a verdict that proves the new one takes the External ID from before away; whoever keeps that one has it again.
  const [former, setFormer] = useState(draft.former_external_id);
  const [rotated, setRotated] = useState(false);
  if (draft.former_external_id !== former) {
    setFormer(draft.former_external_id);
    setRotated(draft.former_external_id === null && draft.external_id !== former);
  }

  const verify = useCallback(async () => {
    if (!(await goOn("verify"))) return;
    setEarlier(false);
    runs.start(id);
  }, [goOn, runs, id]);
  const asked = useRef(opening);
  useEffect(() => {
    const first = asked.current;
    asked.current = "draft";
    if (first === "test") void verify();
    if (first === "report" && initial.draft.verified) void act({ type: "go_to", step: "report" });
  }, [verify, act, initial]);

  // A run that ended while this step is shown goes on to its report. Before the next paint: between the two, the run
  // would be one of values that are no longer verified.
  const seen = useRef(run?.result ?? null);
  useLayoutEffect(() => {
    const result = run?.result ?? null;
    if (result === null || result === seen.current) return;
    seen.current = result;
    setView(result);
    if (result.test_state === "finished" && result.draft.step === "verify") void act({ type: "go_to", step: "report" });
  }, [run?.result, setView, act]);

  // A test that another view started tells this one nothing: it looks until the test has ended.
  const elsewhere = view.test_state === "running" && run === null;
  useEffect(() => {
    if (!elsewhere) return undefined;
    const timer = setInterval(() => {
      host.openConnection(id).then(setView, () => undefined);
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [elsewhere, host, id, setView]);

  useEffect(() => {
    // The button that led here is gone; the keyboard goes on from the step's heading.
    const heading = document.querySelector<HTMLElement>("main h1");
    if (!heading || document.activeElement !== document.body) return;
    heading.tabIndex = -1;
    heading.focus();
  }, []);

  // The step's heading takes the focus, and a view that is scrolled to it begins below what stands above.
  useEffect(() => window.scrollTo({ top: 0 }), [shown]);

  useEffect(() => {
    const name = draft.label || copy.wizard.newConnection;
    document.title = `${copy.steps[shown]} - ${name} - ${copy.app.name}`;
  }, [shown, draft.label]);

  const navigate = ({ requestedStepIndex, reason }: WizardProps.NavigateDetail) => {
    const step = draft.steps[requestedStepIndex]?.step;
    if (!step) return;
    setStartedOver(false);
    const readsEarlier = step === "report" && hasEarlierReport(view);
    setEarlier(readsEarlier);
    if (readsEarlier) return;
    if (shown === "role_arn" && reason === "next") completing.complete(paste);
    else if (requestedStepIndex > index) void goOn(step);
    else void act({ type: "go_to", step });
  };

  const back = () => {
    setEarlier(false);
    const before = draft.steps[index - 1]?.step;
    if (draft.step === shown && before) void act({ type: "go_to", step: before });
  };

  const underWay = running || elsewhere || view.test_state === "queued";
  const beginAnew = () => {
    setPaste("");
    setEarlier(false);
    setStartedOver(true);
    completing.forgive();
    runs.drop(id);
    deploys.drop(id);
  };

  const contents: Record<Step, React.ReactNode> = {
    external_id: <ExternalIdStep connection={connection} startedOver={startedOver} />,
    create_role: <CreateRoleStep connection={connection} completing={completing} />,
    role_arn: (
      <RoleArnStep
        connection={connection}
        paste={paste}
        refused={completing.refused}
        onPaste={(text) => {
          setPaste(text);
          completing.forgive();
          connection.clear("paste_role_arn");
        }}
      />
    ),
    verify: <VerifyStep connection={connection} onVerify={() => void verify()} />,
    report: <ReportStep view={view} onVerify={() => void verify()} onChooseTarget={back} />,
  };
  const refusal = connection.errors.go_to;
  const rotating = draft.former_external_id !== null;
  const steps = draft.steps.map(({ step }): WizardProps.Step => ({
    title: copy.steps[step],
    description: rotating && step === "create_role" ? copy.rotation.description : copy.wizard.descriptions[step],
    content: step === shown && (
      <SpaceBetween size="l">
        {draft.former_external_id !== null && (
          <RotationNotice
            connection={connection}
            former={draft.former_external_id}
            hindrance={underWay ? copy.rotation.testRuns : deploying ? copy.rotation.stackRuns : null}
          />
        )}
        {rotated && step === "report" && (
          <Alert type="success" header={copy.rotation.doneHeading}>
            {copy.rotation.doneText}
          </Alert>
        )}
        {contents[step]}
      </SpaceBetween>
    ),
    // Beside the buttons, where whoever pressed one looks.
    errorText:
      step === shown && refusal ? (
        <InView told={refusal}>
          <ProblemText problem={refusal} />
        </InView>
      ) : null,
  }));
  return (
    <AppLayout
      headerSelector="#app-header"
      navigationHide
      contentType="wizard"
      toolsOpen={help}
      onToolsChange={({ detail }) => setHelp(detail.open)}
      tools={<StepHelp step={shown} />}
      ariaLabels={{
        tools: copy.app.help,
        toolsToggle: copy.app.helpOpen,
        toolsClose: copy.app.helpClose,
        notifications: copy.app.notifications,
      }}
      breadcrumbs={
        <BreadcrumbGroup
          ariaLabel={copy.app.breadcrumbs}
          items={[
            { text: copy.app.home, href: "#" },
            { text: draft.label || copy.wizard.newConnection, href: "#connection" },
          ]}
          onFollow={(event) => {
            event.preventDefault();
            onHome();
          }}
        />
      }
      content={
        <Wizard
          steps={steps}
          activeStepIndex={Math.max(0, index)}
          isLoadingNextStep={completing.busy || connection.goingOn}
          onNavigate={({ detail }) => navigate(detail)}
          onCancel={onHome}
          secondaryActions={
            canStartOver(view) && (
              <StartOver
                connection={connection}
                hindrance={underWay ? copy.startOver.testRuns : deploying ? copy.startOver.stackRuns : null}
                onStartedOver={beginAnew}
              />
            )
          }
          {...ownActions(shown, {
            running: shown === "create_role" ? deploying : underWay,
            onHome,
            onBack: back,
            onVerify: hasReport(view) ? null : () => void verify(),
            goingOn: connection.goingOn,
          })}
          i18nStrings={wizardWords(shown)}
        />
      }
    />
  );
}

interface Ways {
  running: boolean;
  onHome: () => void;
  onBack: () => void;
  /** Runs the test, where there is no report to go on to yet. */
  onVerify: (() => void) | null;
  goingOn: boolean;
}

/** Where the wizard's own three buttons would not fit. */
function ownActions(step: Step, { running, onHome, onBack, onVerify, goingOn }: Ways) {
  // While the test runs or the stack is made there is nothing to go on to, and Cancel stands with the progress.
  if ((step === "verify" || step === "create_role") && running) {
    return {
      customPrimaryActions: (
        <Button variant="link" onClick={onHome}>
          {copy.actions.saveAndClose}
        </Button>
      ),
    };
  }
  if (step === "verify" && onVerify) {
    return {
      customPrimaryActions: (
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" onClick={onHome}>
            {copy.actions.saveAndClose}
          </Button>
          <Button onClick={onBack}>{copy.actions.previous}</Button>
          <Button variant="primary" loading={goingOn} onClick={onVerify}>
            {copy.actions.verifyAgain}
          </Button>
        </SpaceBetween>
      ),
    };
  }
  // At the end, closing and being done are one thing.
  if (step === "report") {
    return {
      customPrimaryActions: (
        <SpaceBetween direction="horizontal" size="xs">
          <Button onClick={onBack}>{copy.actions.previous}</Button>
          <Button variant="primary" onClick={onHome}>
            {copy.actions.done}
          </Button>
        </SpaceBetween>
      ),
    };
  }
  return {};
}

function wizardWords(step: Step): WizardProps.I18nStrings {
  const { actions, wizard } = copy;
  const next: Partial<Record<Step, string>> = { role_arn: actions.complete, verify: actions.seeReport };
  return {
    stepNumberLabel: wizard.stepNumber,
    collapsedStepsLabel: wizard.collapsed,
    navigationAriaLabel: wizard.navigation,
    // "Cancel" means stopping the test; leaving keeps the draft, and says so.
    cancelButton: actions.saveAndClose,
    previousButton: actions.previous,
    nextButton: next[step] ?? actions.next,
    optional: wizard.optional,
    nextButtonLoadingAnnouncement: wizard.next,
  };
}
