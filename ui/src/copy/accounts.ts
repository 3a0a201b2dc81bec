// The words about asking AWS whose the profiles are that say nothing of it themselves, in English.
import { plural } from "./plural";

/** A profile, and the program that its sign-in runs. */
interface Named {
  name: string;
  program: string | null;
}

/** How many are named. */
const NAMED = 4;

/** Those with a program first: that it is run is what a person decides about. */
function list(profiles: readonly Named[]): string {
  const ordered = [...profiles.filter(({ program }) => program), ...profiles.filter(({ program }) => !program)];
  const left = ordered.length > NAMED + 1 ? ordered.length - NAMED : 0;
  const words = ordered
    .slice(0, ordered.length - left)
    .map(({ name, program }) => (program ? `${name} (runs ${program})` : name));
  if (left > 0) words.push(`${left} more`);
  const last = words.pop() ?? "";
  return words.length === 0 ? last : `${words.join(", ")} and ${last}`;
}

export const accounts = {
  show: (count: number) =>
    count === 1 ? "Show the account of 1 more profile" : `Show the accounts of ${count} more profiles`,
  what: (profiles: readonly Named[]) =>
    `Signs in once with ${list(profiles)}, and asks AWS whose ${profiles.length === 1 ? "it is" : "they are"}. You are asked for no MFA code, and nothing is changed.`,
  asking: (count: number) => `Asking AWS who ${plural(count, "profile is", "profiles are")}`,
  outcome: (shown: number, failed: number) =>
    [
      ...(shown > 0 ? [`The list now shows ${plural(shown, "more account", "more accounts")}.`] : []),
      ...(failed > 0 ? [`${plural(failed, "profile", "profiles")} could not sign in: the list says why.`] : []),
    ].join(" "),
  failed: (kind: string, reason: string) => `${kind}. Sign-in failed: ${reason}`,
} as const;
