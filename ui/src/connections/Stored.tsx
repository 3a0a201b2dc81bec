// What the app keeps, read back from where it is kept.
import Box from "@cloudscape-design/components/box";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";

import { CopyValue } from "../components/CopyValue";
import { ErrorAlert } from "../components/ErrorAlert";
import { useHost } from "../components/HostContext";
import { useLoaded } from "../components/useLoaded";
import { copy } from "../copy";
import { Page } from "./Page";

const words = copy.stored;

export function Stored({ onHome }: { onHome: () => void }) {
  const host = useHost();
  const { value, error, loading, reload } = useLoaded(() => host.stored(), "stored");
  const environment = useLoaded(() => host.environment(), "environment");
  const folder = environment.value?.data_folder;
  return (
    <Page
      title={words.title}
      description={words.description}
      actions={<Button onClick={reload}>{words.refresh}</Button>}
      breadcrumbs={
        <BreadcrumbGroup
          ariaLabel={copy.app.breadcrumbs}
          items={[
            { text: copy.app.home, href: "#" },
            { text: words.title, href: "#stored" },
          ]}
          onFollow={(event) => {
            event.preventDefault();
            onHome();
          }}
        />
      }
    >
      <SpaceBetween size="l">
        {folder && (
          <KeyValuePairs items={[{ label: words.folder, value: <CopyValue text={folder} what={words.folder} /> }]} />
        )}
        {error && <ErrorAlert error={error} onRetry={reload} />}
        <Table
          items={value ?? []}
          loading={loading && !value}
          loadingText={copy.app.loading}
          variant="container"
          wrapLines
          ariaLabels={{ tableLabel: words.title }}
          empty={<Box textAlign="center">{words.empty}</Box>}
          columnDefinitions={[
            { id: "place", header: words.columns.place, minWidth: 160, cell: ({ place }) => place },
            {
              id: "name",
              header: words.columns.name,
              isRowHeader: true,
              minWidth: 140,
              cell: ({ name }) => <span className="app-wrap">{name}</span>,
            },
            {
              id: "content",
              header: words.columns.content,
              minWidth: 260,
              cell: ({ content }) => <code className="app-wrap">{content}</code>,
            },
            { id: "bytes", header: words.columns.bytes, minWidth: 90, cell: ({ bytes }) => words.bytes(bytes) },
          ]}
        />
      </SpaceBetween>
    </Page>
  );
}
