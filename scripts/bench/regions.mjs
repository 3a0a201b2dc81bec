// The regions of the two accounts that are measured, as AWS's list of regions has them:
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html

/** Those that no account can switch off; all that an account has that never switched any on. */
export const ALWAYS_ENABLED = [
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ca-central-1",
  "sa-east-1",
  "eu-central-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eu-north-1",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
];

/** Those that have to be switched on. */
export const OPT_IN = [
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "eu-south-2",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "mx-central-1",
];

/** The region that global services answer from, and that is asked which regions there are. */
export const HOME = ALWAYS_ENABLED[0];

/** So many of them: first those that are always enabled. */
export function regions(count) {
  return [...ALWAYS_ENABLED, ...OPT_IN].slice(0, count);
}
