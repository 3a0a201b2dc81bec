// When there is no clipboard: the text, selected, to be copied by hand.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef } from "react";

import { copy } from "../copy";

export interface CopyByHandProps {
  text: string;
  reason: string;
  onClose: () => void;
}

export function CopyByHand({ text, reason, onClose }: CopyByHandProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // After the dialog has taken the focus for itself.
    const timer = setTimeout(() => {
      field.current?.focus();
      field.current?.select();
    }, 50);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Modal
      visible
      header={copy.copying.failedHeading}
      closeAriaLabel={copy.actions.close}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            {copy.actions.close}
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="s">
        <div>{copy.copying.failedText(reason)}</div>
        <textarea
          ref={field}
          className="app-by-hand"
          readOnly
          rows={Math.min(10, text.split("\n").length + 2)}
          value={text}
          aria-label={copy.copying.text}
        />
      </SpaceBetween>
    </Modal>
  );
}
