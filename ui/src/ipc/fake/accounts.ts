// Whose the profiles are that say nothing of it themselves, as the program finds out by signing in.
import type { ProfileView } from "../generated/ProfileView";
import type { Host } from "../host";
import type { FakeOptions } from "./options";
import { SLOW_PROFILE } from "./world";

/** What AWS says of them. */
const ACCOUNTS: Readonly<Record<string, string>> = { build: "444455556666", environment: "555566667777" };
const REFUSED =
  "AWS does not accept the keys of this profile (InvalidClientTokenId: The security token included in the request is invalid)";
const BOUND_MS = 10_000;

export type FakeAccounts = Pick<Host, "listProfiles" | "askAccounts" | "cancelAccounts">;

export function createFakeAccounts(options: FakeOptions, pause: () => Promise<void>): FakeAccounts {
  const answers = new Map<string, Partial<ProfileView>>();
  let end: () => void = () => undefined;
  const list = () => options.profiles.map((profile) => ({ ...profile, ...answers.get(profile.name) }));

  const ask = async ({ name }: ProfileView): Promise<void> => {
    if (name === SLOW_PROFILE) {
      await new Promise((resolve) => setTimeout(resolve, BOUND_MS));
      answers.set(name, { problem: "There was no answer within 10 s" });
      return;
    }
    await pause();
    const account = ACCOUNTS[name];
    answers.set(name, account ? { account_hint: { account, from: "asked" }, problem: null } : { problem: REFUSED });
  };

  return {
    listProfiles: async () => Promise.resolve(list()),
    askAccounts: async () => {
      end();
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      const unknown = list().filter(({ account_hint, kind }) => account_hint === null && kind !== "incomplete");
      await Promise.race([ended, Promise.all(unknown.map(ask))]);
    },
    cancelAccounts: async () => {
      end();
      return Promise.resolve();
    },
  };
}
