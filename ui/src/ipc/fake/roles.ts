// Where a role comes from besides the field: the account's owner, the clipboard, AWS itself; and the template that makes it.
import type { DraftView } from "../generated/DraftView";
import type { TemplateCheck } from "../generated/TemplateCheck";
import type { Host } from "../host";
import type { FakeOptions } from "./options";
import { problem, understood } from "./wizard";

/** The bundled template's SHA-256. */
export const TEMPLATE_SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const OTHER_SHA256 = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";

export type FakeRoles = Pick<
  Host,
  "handOff" | "saveHandOff" | "openAnswer" | "clipboardRoleArn" | "lookForRole" | "checkTemplate"
>;

export function createFakeRoles(
  options: FakeOptions,
  draftOf: (id: string) => DraftView,
  linkOf: (id: string) => string,
): FakeRoles {
  return {
    handOff: async (id) => {
      const { external_id: externalId, platform_account: platform } = draftOf(id);
      const message = [
        "# Please create a role for Alethia Connect",
        `Open this link, signed in to your AWS account, and create the stack:\n\n${linkOf(id)}`,
        `It makes one IAM role that AWS account ${platform ?? ""} can use, with the External ID \`${externalId}\`.`,
        "Send back the stack's output RoleArn, or the whole Outputs table.",
      ].join("\n\n");
      return Promise.resolve({ message });
    },
    saveHandOff: async () => Promise.resolve("/home/anna/alethia-connect-hand-off.zip"),
    openAnswer: async () => Promise.resolve(options.answer),
    clipboardRoleArn: async (id) =>
      Promise.resolve(options.clipboard === null ? null : understood(draftOf(id), options.clipboard).role_arn),
    lookForRole: async () => Promise.resolve(options.role),
    checkTemplate: async () => Promise.resolve(templateCheck(options.template)),
  };
}

function templateCheck(template: FakeOptions["template"]): TemplateCheck {
  if (template !== "unreachable") {
    const hosted = template === "same" ? TEMPLATE_SHA256 : OTHER_SHA256;
    return { bundled_sha256: TEMPLATE_SHA256, hosted_sha256: hosted, problem: null };
  }
  return {
    bundled_sha256: TEMPLATE_SHA256,
    hosted_sha256: null,
    problem: problem("desktop", "The template's address did not answer within 10 seconds.", null, true),
  };
}
