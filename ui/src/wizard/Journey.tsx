// One connection's five steps. The draft lives in the program; this only shows it and sends what
// the person does.
import AppLayout from "@cloudscape-design/components/app-layout";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import type { WizardProps } from "@cloudscape-design/components/wizard";
import Wizard from "@cloudscape-design/components/wizard";
import { useCallback, useEffect, useRef, useState } from "react";

import { asAppError } from "../components/appError";
import { useHost } from "../components/HostContext";
import { copy } from "../copy";
import type { AppError } from "../ipc/generated/AppError";
import type { ConnectionView } from "../ipc/generated/ConnectionView";
import type { Step } from "../ipc/generated/Step";
import { CreateRoleStep } from "./CreateRoleStep";
import { ExternalIdStep } from "./ExternalIdStep";
import { ReportStep } from "./ReportStep";
import { RoleArnStep } from "./RoleArnStep";
import { useRun, useRuns } from "./runs";
import { StepErrors } from "./StepErrors";
import { StepHelp } from "./StepHelp";
import { useConnection } from "./useConnection";
import { VerifyStep } from "./VerifyStep";

export interface JourneyProps {
  initial: ConnectionView;
  /** Starts a connection test as soon as the journey is shown. */
  verifyAtOnce: boolean;
  onHome: () => void;
}

/** From this width the help stands beside the step from the start. */
const WIDE = 1400;

const LOOK_AGAIN_MS = 1000;

export function Journey({ initial, verifyAtOnce, onHome }: JourneyProps) {
  const host = useHost();
  const runs = useRuns();
  const connection = useConnection(initial);
  const { view, setView, act } = connection;
  const { id, draft } = view;
  const run = useRun(id);
  const running = run !== null && run.phase !== "ended";
  const [paste, setPaste] = useState(draft.role_arn ?? "");
  const [refused, setRefused] = useState<AppError | null>(null);
  const [busy, setBusy] = useState(false);
  const [help, setHelp] = useState(() => window.innerWidth >= WIDE);
  const index = draft.steps.findIndex(({ step }) => step === draft.step);

  const verify = useCallback(async () => {
    if (await act({ type: "go_to", step: "verify" })) runs.start(id);
  }, [act, runs, id]);
  const asked = useRef(verifyAtOnce);
  useEffect(() => {
    if (!asked.current) return;
    asked.current = false;
    void verify();
  }, [verify]);

  // A run that ended while this step is shown goes on to its report.
  const seen = useRef(run?.result ?? null);
  useEffect(() => {
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

  useEffect(() => {
    const name = draft.label || copy.wizard.newConnection;
    document.title = `${copy.steps[draft.step]} - ${name} - ${copy.app.name}`;
  }, [draft.step, draft.label]);

  const complete = () => {
    if (busy) return;
    if (paste.trim() === "") {
      setRefused({ code: "input", message: copy.roleArn.empty, hint: null, retryable: false, request_id: null });
      return;
    }
    setBusy(true);
    host
      .complete(id, paste)
      .then(
        (next) => {
          runs.drop(id);
          setRefused(null);
          setView(next);
        },
        (reason: unknown) => setRefused(asAppError(reason)),
      )
      .finally(() => setBusy(false));
  };

  const navigate = ({ requestedStepIndex, reason }: WizardProps.NavigateDetail) => {
    const step = draft.steps[requestedStepIndex]?.step;
    if (!step) return;
    if (draft.step === "role_arn" && reason === "next") complete();
    else void act({ type: "go_to", step });
  };

  const contents: Record<Step, React.ReactNode> = {
    external_id: <ExternalIdStep connection={connection} />,
    create_role: <CreateRoleStep connection={connection} />,
    role_arn: (
      <RoleArnStep
        connection={connection}
        paste={paste}
        refused={refused}
        onPaste={(text) => {
          setPaste(text);
          setRefused(null);
        }}
      />
    ),
    verify: <VerifyStep view={view} onVerify={() => void verify()} />,
    report: <ReportStep view={view} onVerify={() => void verify()} />,
  };
  const steps = draft.steps.map(({ step }): WizardProps.Step => ({
    title: copy.steps[step],
    description: copy.wizard.descriptions[step],
    content:
      step === draft.step ? (
        <>
          <StepErrors connection={connection} />
          {contents[step]}
        </>
      ) : null,
  }));
  return (
    <AppLayout
      headerSelector="#app-header"
      navigationHide
      contentType="wizard"
      toolsOpen={help}
      onToolsChange={({ detail }) => setHelp(detail.open)}
      tools={<StepHelp step={draft.step} />}
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
          isLoadingNextStep={busy}
          onNavigate={({ detail }) => navigate(detail)}
          onCancel={onHome}
          {...ownActions(draft.step, running, onHome, () => void act({ type: "go_to", step: "verify" }))}
          i18nStrings={wizardWords(draft.step)}
        />
      }
    />
  );
}

/** Where the wizard's own three buttons would not fit. */
function ownActions(step: Step, running: boolean, onHome: () => void, onBack: () => void) {
  // While the test runs there is nothing to go on to, and Cancel stands with the progress.
  if (step === "verify" && running) {
    return {
      customPrimaryActions: (
        <Button variant="link" onClick={onHome}>
          {copy.actions.saveAndClose}
        </Button>
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
