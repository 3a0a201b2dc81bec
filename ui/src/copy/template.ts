// The words of comparing the hosted template with the one that the app was made with, in English.

export const template = {
  /** As many lines as what is found then, so that nothing below moves under the pointer. */
  checking: ["Comparing the hosted template with the one that this app was made with", "Checking who can read it"],
  /** The beginning of a sum tells it apart well enough in a sentence. */
  same: (sha: string) => `The hosted template is the one that this app was made with (SHA-256 ${sha.slice(0, 12)}…)`,
  differsHeading: "The hosted template is another one than this app was made with",
  differs:
    "Do not create the stack from it before you know why: it could make another role than the one described here.",
  hosted: "SHA-256 of the hosted template",
  bundled: "SHA-256 of this app's template",
  unknownHeading: "The hosted template could not be compared",
  unknown: "It may be the right one: compare its SHA-256 with this one before you create the stack.",
} as const;
