// Whatever a call rejected with, as an error for people.
import { copy } from "../copy";
import type { AppError } from "../ipc/generated/AppError";
import { isAppError } from "../ipc/host";

/** The program's own error, or a plain one whose details are kept for the curious. */
export function asAppError(reason: unknown): AppError {
  if (isAppError(reason)) return reason;
  const detail = reason instanceof Error ? reason.message : typeof reason === "string" ? reason : null;
  return {
    code: "desktop",
    message: copy.errors.unexpected,
    hint: detail,
    command: null,
    retryable: true,
    request_id: null,
  };
}
