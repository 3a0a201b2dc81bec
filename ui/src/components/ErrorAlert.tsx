// An error in words: what happened, what to do, and a way to try again.
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { copy } from "../copy";
import type { AppError } from "../ipc/generated/AppError";
import { Snippet } from "./Snippet";

export interface ErrorAlertProps {
  error: AppError;
  header?: string | undefined;
  onRetry?: (() => void) | undefined;
  /** How grave it is, where the error's code does not tell. */
  type?: "error" | "warning";
}

export function ErrorAlert({ error, header, onRetry, type }: ErrorAlertProps) {
  const signIn = error.code === "sign_in";
  const offersRetry = onRetry !== undefined && (error.retryable || signIn);
  return (
    <div role="alert">
      <Alert
        type={type ?? (error.code === "not_now" ? "warning" : "error")}
        header={header ?? (signIn ? copy.errors.signIn : copy.errors.heading)}
        action={offersRetry ? <Button onClick={onRetry}>{copy.actions.tryAgain}</Button> : undefined}
      >
        <SpaceBetween size="xs">
          <div className="app-wrap">{error.message}</div>
          {error.hint !== null && <div className="app-wrap">{error.hint}</div>}
          {error.command !== null && (
            <SpaceBetween size="xxs">
              <div>{copy.errors.runThis}</div>
              <Snippet text={error.command} what={copy.errors.command} />
            </SpaceBetween>
          )}
          {error.request_id !== null && (
            <Box fontSize="body-s" color="text-body-secondary">
              {copy.errors.requestId(error.request_id)}
            </Box>
          )}
        </SpaceBetween>
      </Alert>
    </div>
  );
}
