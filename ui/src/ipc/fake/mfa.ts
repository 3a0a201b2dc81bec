// Questions for codes of MFA devices, as the program asks them: three tries, and a code has six digits.
import type { MfaEvent } from "../generated/MfaEvent";
import type { MfaQuestionView } from "../generated/MfaQuestionView";
import { problem } from "./wizard";
import { PLATFORM_ACCOUNT } from "./world";

/** The code that the fake device shows. */
export const RIGHT_CODE = "123456";
export const MFA_DEVICE = `arn:aws:iam::${PLATFORM_ACCOUNT}:mfa/anna`;
const REFUSED = "MultiFactorAuthentication failed with invalid MFA one time pass code.";
const TRIES = 3;

interface Open {
  question: MfaQuestionView;
  answer: (code: string | null) => void;
}

/** How the fake host asks, and what it remembers. */
export interface FakeMfa {
  readonly given: string[];
  hear: (onEvent: (event: MfaEvent) => void) => void;
  /** What a person gives; rejects what is no code. */
  answer: (id: string, code: string | null) => Promise<void>;
  /** Asks until a code is right; rejects as the program does. */
  ask: (profile: string) => Promise<void>;
  /** Takes back what is open. */
  withdraw: (profile: string) => void;
}

export function createFakeMfa(pause: () => Promise<void>): FakeMfa {
  const open = new Map<string, Open>();
  const known = new Set<string>();
  const given: string[] = [];
  let tell: (event: MfaEvent) => void = () => undefined;

  const wanted = (question: MfaQuestionView): Promise<string | null> =>
    new Promise((answer) => {
      open.set(question.id, { question, answer });
      tell({ type: "asked", question });
    });

  return {
    given,
    hear: (onEvent) => {
      tell = onEvent;
      for (const { question } of open.values()) tell({ type: "asked", question });
    },
    answer: async (id, code) => {
      const digits = code?.replaceAll(/\s/g, "") ?? null;
      if (digits !== null && !/^\d{6}$/.test(digits)) {
        return Promise.reject(problem("input", "A code has exactly 6 digits; nothing was sent"));
      }
      const asked = open.get(id);
      open.delete(id);
      if (!asked) return Promise.reject(problem("not_now", "The code is no longer wanted."));
      if (digits !== null) given.push(digits);
      asked.answer(digits);
      return Promise.resolve();
    },
    ask: async (profile) => {
      // One code serves the whole session.
      if (known.has(profile)) return;
      await pause();
      const id = crypto.randomUUID();
      const device = MFA_DEVICE;
      const wants = `The profile "${profile}" asks for a code of the MFA device ${device}`;
      let outcome = problem("aws", `${wants}, and AWS refused ${TRIES} codes`, null, true);
      for (let tries = TRIES; tries > 0; tries -= 1) {
        const refusal = tries < TRIES ? REFUSED : null;
        const code = await wanted({ id, profile, device, refusal, tries_left: tries });
        if (code === null) {
          outcome = problem("not_now", `${wants}, and no code was given`, null, true);
          break;
        }
        await pause();
        if (code === RIGHT_CODE) {
          known.add(profile);
          break;
        }
      }
      tell({ type: "closed", id });
      if (!known.has(profile)) throw outcome;
    },
    withdraw: (profile) => {
      for (const [id, { question, answer }] of open) {
        if (question.profile === profile && open.delete(id)) answer(null);
      }
    },
  };
}
