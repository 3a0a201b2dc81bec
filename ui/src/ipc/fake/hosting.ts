// The hosted template: its address, who can read it, and publishing it, as the program has S3 do it.
import type { DraftView } from "../generated/DraftView";
import type { HostedView } from "../generated/HostedView";
import type { LaunchView } from "../generated/LaunchView";
import type { PublicationView } from "../generated/PublicationView";
import type { Readable } from "../generated/Readable";
import type { ReadersView } from "../generated/ReadersView";
import type { TemplateCheck } from "../generated/TemplateCheck";
import type { Host } from "../host";
import type { FakeOptions } from "./options";
import { problem } from "./wizard";

/** The bundled template's SHA-256. */
export const TEMPLATE_SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const OTHER_SHA256 = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";

/** The address at the start, where one is set. */
export const HOSTED = "https://templates.s3.eu-central-1.amazonaws.com/alethia-provisioner-role.yaml";

/** A black square on white stands for a code. */
const CODE =
  "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCAzIDMiPjxwYXRoIGZpbGw9IiNmZmYiIGQ9Ik0wIDBoM3YzSDB6Ii8+PHBhdGggZD0iTTEgMWgxdjFIMXoiLz48L3N2Zz4=";

export interface FakeHosting {
  hosted: () => HostedView;
  calls: Pick<
    Host,
    "checkTemplate" | "setTemplateUrl" | "publication" | "publishTemplate" | "cancelPublishing" | "launchCode"
  >;
}

export function createFakeHosting(
  options: FakeOptions,
  draftOf: (id: string) => DraftView,
  launchOf: (id: string) => LaunchView,
  pause: () => Promise<void>,
): FakeHosting {
  let address = options.noTemplate ? null : HOSTED;
  const cancels = new Map<string, () => void>();
  const calls: FakeHosting["calls"] = {
    launchCode: async () => Promise.resolve(CODE),
    checkTemplate: async (id) => Promise.resolve(templateCheck(options, draftOf(id))),
    setTemplateUrl: async (id, text) => {
      const wanted = text.trim();
      if (wanted !== "" && !/^https:\/\/\S+\.amazonaws\.com\/\S+$/.test(wanted)) {
        throw problem("input", `“${wanted}” is not an S3 address: CloudFormation loads templates from S3 only.`);
      }
      address = wanted === "" ? null : wanted;
      return Promise.resolve(launchOf(id));
    },
    publication: async (id, readers) => Promise.resolve().then(() => publication(draftOf(id), readers)),
    publishTemplate: async (id, readers) => {
      const { bucket, region, key } = publication(draftOf(id), readers);
      const cancelled = new Promise<boolean>((resolve) => cancels.set(id, () => resolve(true)));
      const ended = options.publishing === "endless" ? new Promise<false>(() => undefined) : pause().then(() => false);
      if (await Promise.race([cancelled, ended])) throw problem("not_now", "What is in S3 already stays there.");
      refuse(options.publishing);
      address = `https://${bucket}.s3.${region}.amazonaws.com/${key}`;
      options.readable = readers === "anybody" ? "anybody" : "account";
      return launchOf(id);
    },
    cancelPublishing: async (id) => Promise.resolve(cancels.get(id)?.()),
  };
  return {
    hosted: () => ({ address, fixed_by: options.templateFixed ? "ALETHIA_TEMPLATE_URL" : null, problem: null }),
    calls,
  };
}

function refuse(publishing: FakeOptions["publishing"]): void {
  if (publishing === "expired") {
    const command = "aws sso login --profile alethia-platform";
    throw { ...problem("sign_in", "The sign-in of this profile has expired.", null, true), command };
  }
  if (publishing === "denied") {
    const words = "AWS refused s3:CreateBucket (AccessDenied: no identity-based policy allows it)";
    throw problem("aws", words, "Have the administrator of account 222233334444 allow s3:CreateBucket.", true);
  }
}

function publication(draft: DraftView, readers: ReadersView): PublicationView {
  const { expected_account: expected, platform_account: account, region } = draft;
  if (readers === "expected_account" && expected === null) throw problem("input", "Say which account to connect.");
  const bucket = `alethia-templates-${account ?? ""}-${region}`;
  const key = `cloudformation/${TEMPLATE_SHA256}/alethia-provisioner-role.yaml`;
  const reader = readers === "anybody" ? null : expected;
  const statement = {
    Sid: `AlethiaTemplate${reader ?? "Anybody"}`,
    Effect: "Allow",
    Principal: reader === null ? "*" : { AWS: `arn:aws:iam::${reader}:root` },
    Action: "s3:GetObject",
    Resource: `arn:aws:s3:::${bucket}/${key}`,
  };
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, null, 2);
  return { profile: draft.runner, account: account ?? "", bucket, region, key, reader, policy };
}

function templateCheck({ template, readable }: FakeOptions, draft: DraftView): TemplateCheck {
  if (template !== "unreachable") {
    const hosted = template === "same" ? TEMPLATE_SHA256 : OTHER_SHA256;
    return {
      bundled_sha256: TEMPLATE_SHA256,
      hosted_sha256: hosted,
      readable: readableBy(readable, draft),
      problem: null,
    };
  }
  return {
    bundled_sha256: TEMPLATE_SHA256,
    hosted_sha256: null,
    readable: null,
    problem: problem("desktop", "The template's address did not answer within 10 seconds.", null, true),
  };
}

function readableBy(readable: FakeOptions["readable"], draft: DraftView): Readable {
  const account = draft.expected_account ?? "";
  if (readable === "anybody") return { by: "anybody" };
  if (readable === "runner" || account === "") return { by: "runner", profile: draft.runner ?? "" };
  return { by: readable, account };
}
