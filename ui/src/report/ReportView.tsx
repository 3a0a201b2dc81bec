// The report: the verdict first, then what needs attention, then what it speaks of, then the rest.
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { useHost } from "../components/HostContext";
import { copy } from "../copy";
import type { ConnectionView } from "../ipc/generated/ConnectionView";
import type { Report } from "../ipc/generated/Report";
import { Resources } from "../resources";
import { Changes } from "./Changes";
import { CheckCard } from "./CheckCard";
import { CoverageTable } from "./CoverageTable";
import { answered, attention, byService, needsAttention } from "./judge";
import { Permissions } from "./Permissions";
import { RestOfChecks } from "./RestOfChecks";
import { Subject } from "./Subject";
import { Verdict } from "./Verdict";

const words = copy.report;

export function ReportView({ report, view }: { report: Report; view: ConnectionView }) {
  const host = useHost();
  const bad = attention(report.checks);
  return (
    <SpaceBetween size="l">
      <Verdict report={report} />
      {bad.length > 0 && (
        <SpaceBetween size="m">
          <Header variant="h2" counter={`(${bad.length})`}>
            {words.attention}
          </Header>
          {bad.map((check) => (
            <CheckCard key={check.id} check={check} among={bad} connectionId={view.id} />
          ))}
        </SpaceBetween>
      )}
      <Subject report={report} view={view} />
      {report.comparison && <Changes comparison={report.comparison} />}
      <RestOfChecks checks={report.checks.filter((check) => !needsAttention(check))} />
      <PermissionsOf report={report} />
      <CoverageOf report={report} />
      {report.coverage.length === 0 && report.resources.length === 0 ? (
        <Container header={<Header>{words.resources}</Header>}>
          <Box color="text-body-secondary">{copy.disconnect.notLookedFor}</Box>
        </Container>
      ) : (
        <Container header={<Header counter={`(${report.resources.length})`}>{words.resources}</Header>}>
          <Resources
            resources={report.resources}
            coverage={report.coverage}
            network={report.network}
            accountId={report.connection.account_id}
            host={host}
            connectionId={view.id}
            growing={false}
          />
        </Container>
      )}
    </SpaceBetween>
  );
}

function PermissionsOf({ report }: { report: Report }) {
  const denied = report.permissions.some(({ decision }) => decision === "denied");
  return (
    <ExpandableSection
      variant="container"
      headerText={words.permissions}
      headerCounter={`(${byService(report.permissions).size})`}
      defaultExpanded={denied}
    >
      <Permissions permissions={report.permissions} />
    </ExpandableSection>
  );
}

function CoverageOf({ report }: { report: Report }) {
  const { coverage } = report;
  const good = coverage.filter(({ outcome }) => answered(outcome)).length;
  return (
    <ExpandableSection
      variant="container"
      headerText={words.coverage}
      headerDescription={coverage.length === 0 ? words.coverageNone : words.coverageText(good, coverage.length)}
      // What was never tried is told by the check of discovery.
      defaultExpanded={coverage.some(({ outcome }) => !answered(outcome) && outcome !== "not_attempted")}
    >
      {coverage.length === 0 ? (
        <Box color="text-body-secondary">{words.coverageNone}</Box>
      ) : (
        <CoverageTable cells={coverage} />
      )}
    </ExpandableSection>
  );
}
