// How checks and permissions are read at a glance.
import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";

import { copy } from "../copy";
import type { Check } from "../ipc/generated/Check";
import type { CheckId } from "../ipc/generated/CheckId";
import type { CheckStatus } from "../ipc/generated/CheckStatus";
import type { Decision } from "../ipc/generated/Decision";
import type { Outcome } from "../ipc/generated/Outcome";
import type { Permission } from "../ipc/generated/Permission";
import type { Report } from "../ipc/generated/Report";

/** All checks in the report's order. */
export const CHECKS: readonly CheckId[] = [
  "runner-identity",
  "role-arn",
  "assume-role",
  "external-id-required",
  "external-id-exact",
  "caller-identity",
  "trust-policy",
  "required-permissions",
  "excess-permissions",
  "discovery",
];

export const statusType: Record<CheckStatus, StatusIndicatorProps.Type> = {
  pass: "success",
  warn: "warning",
  fail: "error",
  skipped: "stopped",
};

export const decisionType: Record<Decision, StatusIndicatorProps.Type> = {
  allowed: "success",
  denied: "error",
  unknown: "pending",
};

const ANSWERS: readonly Outcome[] = ["found", "empty", "disabled"];

/** Whether AWS answered the question; a disabled region has nothing to answer. */
export const answered = (outcome: Outcome): boolean => ANSWERS.includes(outcome);

export const needsAttention = (check: Check): boolean => check.status === "fail" || check.status === "warn";

/** The checks to attend to, failures first. */
export function attention(checks: readonly Check[]): Check[] {
  const failed = checks.filter(({ status }) => status === "fail");
  return [...failed, ...checks.filter(({ status }) => status === "warn")];
}

/** The verdict in one sentence. */
export function verdict(report: Report): string {
  const { verdict: words } = copy.report;
  if (report.status === "connected") return words.connected;
  const bad = attention(report.checks);
  if (report.status === "degraded") return words.degraded(bad.length);
  return words.disconnected(firstSentence(bad[0]?.summary ?? words.disconnectedPlain));
}

/** The verdict is read at a glance; the check's card has the rest. */
function firstSentence(text: string): string {
  return /^.*?\.(?= [A-Z])/s.exec(text)?.[0] ?? text;
}

/** Permissions by service, in the order in which the services come. */
export function byService(permissions: readonly Permission[]): Map<string, Permission[]> {
  const services = new Map<string, Permission[]>();
  for (const permission of permissions) {
    const rows = services.get(permission.service);
    if (rows) rows.push(permission);
    else services.set(permission.service, [permission]);
  }
  return services;
}
