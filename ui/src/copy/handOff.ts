// The words of handing the role over to whoever owns the account, and of what comes back, in English.

export const handOff = {
  heading: "Hand it to the account's owner",
  description:
    "Whoever administers the AWS account gets a message and a bundle, makes the role, and sends back its ARN. No access to this app is needed, and neither holds a secret.",
  message: "message",
  save: "Save the bundle",
  saveHint: "One file with the message, the template and the Terraform module, to send along.",
  savedTo: (path: string) => `Saved to ${path}`,
  nextHeading: "What happens next",
  next: [
    "Send the message and the bundle.",
    "The owner makes the role, and sends back its Role ARN, the stack's Outputs or a file with either.",
    "Open their answer here, or paste it in the next step.",
  ],
  open: "Open their answer",
  refused: "That file gives no Role ARN for this connection",
} as const;

/** Said wherever a role was taken without typing it. */
export const taken = {
  made: "The role is made",
  updated: "The role is up to date",
  answered: "Their role is taken",
  verify: "Verify now",
} as const;
