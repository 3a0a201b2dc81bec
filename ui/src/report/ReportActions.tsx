// Verify again, and the export.
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Checkbox from "@cloudscape-design/components/checkbox";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";

import { useHost } from "../components/HostContext";
import { SavedNotice } from "../components/SavedNotice";
import { useSaving } from "../components/useSaving";
import { copy } from "../copy";
import type { ExportFormat } from "../ipc/generated/ExportFormat";

const FORMATS: readonly ExportFormat[] = ["json", "markdown", "html", "csv"];

export function ReportActions({ connectionId, onVerify }: { connectionId: string; onVerify: () => void }) {
  const host = useHost();
  const saving = useSaving();
  const [redact, setRedact] = useState(false);
  return (
    <div>
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <Button iconName="refresh" onClick={onVerify}>
          {copy.actions.verifyAgain}
        </Button>
        <ButtonDropdown
          loading={saving.saving}
          expandToViewport
          items={FORMATS.map((id) => ({ id, text: copy.report.formats[id] }))}
          onItemClick={({ detail }) => {
            const format = FORMATS.find((one) => one === detail.id);
            if (format) saving.save(() => host.exportReport(connectionId, format, redact));
          }}
        >
          {copy.actions.export}
        </ButtonDropdown>
        <Checkbox checked={redact} onChange={({ detail }) => setRedact(detail.checked)}>
          {copy.report.redact}
        </Checkbox>
      </SpaceBetween>
      <SavedNotice saving={saving} words={copy.report.exported} />
    </div>
  );
}
