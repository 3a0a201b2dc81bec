// Asks before something is done that cannot be taken back by a click, and says what it comes to.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";

import { copy } from "../copy";

export interface ConfirmProps {
  title: string;
  /** The words on the button that does it. */
  action: string;
  busy?: boolean;
  onKept: () => void;
  onConfirmed: () => void;
  children: ReactNode;
}

export function Confirm({ title, action, busy = false, onKept, onConfirmed, children }: ConfirmProps) {
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel={copy.actions.close}
      onDismiss={onKept}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onKept}>
              {copy.actions.keep}
            </Button>
            <Button variant="primary" loading={busy} onClick={onConfirmed}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="s">{children}</SpaceBetween>
    </Modal>
  );
}
