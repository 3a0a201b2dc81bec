// The words of the dialog that asks for the code of an MFA device, in English.

export const mfa = {
  header: "Code of your MFA device",
  why: "This profile's role can only be assumed with a code. The code is sent to AWS and kept nowhere; what it opens is kept in memory until it runs out or the app is closed.",
  profile: "Profile",
  device: "MFA device",
  code: "MFA code",
  hint: "The six digits that the device shows now. A code works only once, and a new one comes every 30 seconds.",
  tries: (left: number) => (left === 1 ? "This is the last try." : `${left} tries left.`),
  refused: (refusal: string) => `AWS did not take that code: ${refusal} Wait for the next one.`,
  send: "Send code",
  sending: "AWS is looking at the code",
  cancel: "Cancel sign-in",
} as const;
