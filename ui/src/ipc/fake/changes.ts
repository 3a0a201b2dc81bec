// What the fake host says to have changed since the last report.
import type { Comparison } from "../generated/Comparison";
import type { Counts } from "../generated/Counts";
import type { Report } from "../generated/Report";
import type { Resource } from "../generated/Resource";
import type { ResourceName } from "../generated/ResourceName";

const DAY_MS = 86_400_000;

const named = ({ kind, region, id, name }: Resource): ResourceName => ({ kind, region, id, name });

/** A comparison in which something of each sort has changed; what is new or changed is among the resources. */
export function since(finished: Date, resources: readonly Resource[]): Comparison {
  const subnet = resources.filter(({ kind }) => kind === "subnet").slice(0, 1);
  const group = resources.filter(({ kind }) => kind === "security_group").slice(0, 1);
  const web = { protocol: "tcp", from_port: 443, to_port: 443, peer: "0.0.0.0/0", description: "web" };
  return {
    with: "0b8d5a52-6a7f-4d50-9a3e-0d6c8d1f2e3a",
    finished_at: new Date(finished.getTime() - DAY_MS).toISOString(),
    status: { before: "connected", now: "degraded" },
    checks: [
      {
        id: "required-permissions",
        before: { status: "pass", cause: null },
        now: { status: "fail", cause: "permissions_missing" },
      },
    ],
    permissions: {
      newly_denied: [
        {
          service: "RDS",
          action: "rds:CreateDBCluster",
          before: "allowed",
          reason: "denied_by_identity_policy",
        },
      ],
      newly_allowed: [{ service: "S3", action: "s3:CreateBucket", before: "denied", reason: null }],
      not_seen: [],
    },
    resources: {
      new: subnet.map(named),
      gone: [
        { kind: "vpc", region: "eu-west-1", id: "vpc-0c0ffee0c0ffee0c0", name: "legacy" },
        { kind: "hosted_zone", region: "global", id: "Z0GONEGONEGONEGONEGO", name: "old.example.com" },
      ],
      changed: group.map((resource) => ({
        resource: named(resource),
        attributes: [{ name: "ingress", before: [], now: [web] }],
        tags: [{ key: "owner", before: "anna", now: null }],
      })),
      not_seen: [{ region: "sa-east-1", kind: "vpc", outcome: "denied", count: 2 }],
      first_seen: [{ region: "ap-south-1", kind: "subnet", count: 3 }],
    },
  };
}

/** How much a report says to have changed. */
export function counts(report: Report | null): Counts | null {
  if (!report?.comparison) return null;
  const { permissions, resources } = report.comparison;
  return {
    newly_denied: permissions.newly_denied.length,
    newly_allowed: permissions.newly_allowed.length,
    gone: resources.gone.length,
    new: resources.new.length,
    changed: resources.changed.length,
    not_seen: resources.not_seen.length,
  };
}
