// The words of hosting the template, in English.
import type { Readable } from "../ipc/generated/Readable";

/** Who can read the template, as far as that is known. */
function readable(who: Readable): string {
  switch (who.by) {
    case "anybody":
      return "Anybody who has its address can read it.";
    case "account":
      return `Only account ${who.account} can read it, and the platform account: it was read as the runner.`;
    case "other_accounts":
      return `Account ${who.account} cannot read it: it was published for other accounts.`;
    case "runner":
      return `It was read with the profile ${who.profile}; not everybody can, and who else can is not known.`;
  }
}

export const hosting = {
  heading: "Where the template is hosted",
  nowhere: "Nowhere yet. Publish it from here, and the link fills everything in.",
  publishHeading: "Publish it from here",
  publishText:
    "The template is put into an S3 bucket of the platform account, under a name that holds its SHA-256, so that no other ever takes its place.",
  readers: "Who can read it",
  onlyAccount: (account: string | null) =>
    account === null ? "Only the account to connect" : `Only account ${account}`,
  onlyAccountHint:
    "CloudFormation reads it as the person who creates the stack. They need s3:GetObject in their own policies too, as administrators have it.",
  anybody: "Anybody who has its address",
  anybodyHint:
    "It holds no secret: the External ID is not in it. Block Public Access is lifted for this bucket, as far as its policy goes.",
  whichAccount: "Account to connect",
  whichAccountHint: "Its 12 digits. The role must be in this account, then.",
  as: "Published as",
  asProfile: (profile: string, account: string) => `${profile}, account ${account}`,
  bucket: "Bucket",
  region: "Region",
  key: "Object",
  publish: "Publish the template",
  publishAgain: "Publish it for this connection too",
  publishing: "Publishing",
  published: "The template is published, and the link uses it.",
  cancelled: "Publishing was cancelled",
  notPublished: "The template was not published",
  noRunner: "Without a runner profile nothing can be published from here. It can be done by hand:",
  policy: "By hand: object and bucket policy",
  policyHint:
    "Upload the saved template under this name to this bucket, with Block Public Access on, and give the bucket this policy. Then enter the object's URL below.",
  policyHintAnybody:
    "Upload the saved template under this name to this bucket, and give the bucket this policy; Block Public Access must let public policies be. Then enter the object's URL below.",
  policyName: "bucket policy",
  address: "Address of a template that is hosted already",
  addressHint: "Its object URL on S3. It is used for all connections.",
  fixedBy: (variable: string) =>
    `The environment variable ${variable} says where it is, and goes before an address that is entered here.`,
  use: "Use this address",
  clear: "Forget the address",
  readable,
  code: "Show as QR code",
  hideCode: "Hide the QR code",
  codeAlt: "QR code of the link that launches the stack",
} as const;
