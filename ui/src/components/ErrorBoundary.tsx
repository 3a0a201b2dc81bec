// What stands in for a view that threw: words, and a way on.
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import { Component, type ReactNode } from "react";

import { copy } from "../copy";

interface Props {
  children: ReactNode;
}

interface State {
  problem: string | null;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { problem: null };

  static getDerivedStateFromError(error: unknown): State {
    return { problem: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { problem } = this.state;
    if (problem === null) return this.props.children;
    return (
      <Box padding="l">
        <div role="alert">
          <Alert
            type="error"
            header={copy.app.brokenHeading}
            action={<Button onClick={() => window.location.reload()}>{copy.app.reload}</Button>}
          >
            {copy.app.brokenText}
            <ExpandableSection headerText={copy.app.details}>
              <code className="app-wrap">{problem}</code>
            </ExpandableSection>
          </Alert>
        </div>
      </Box>
    );
  }
}
