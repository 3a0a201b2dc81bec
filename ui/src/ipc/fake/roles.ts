// Where a role comes from besides the field: the account's owner, the clipboard, AWS itself.
import type { DraftView } from "../generated/DraftView";
import type { Host } from "../host";
import type { FakeOptions } from "./options";
import { understood } from "./wizard";

export type FakeRoles = Pick<Host, "handOff" | "saveHandOff" | "openAnswer" | "clipboardRoleArn" | "lookForRole">;

export function createFakeRoles(
  options: FakeOptions,
  draftOf: (id: string) => DraftView,
  linkOf: (id: string) => string,
): FakeRoles {
  return {
    handOff: async (id) => {
      const { external_id: externalId, former_external_id: former, platform_account: platform } = draftOf(id);
      if (former !== null) return { message: `# Another External ID\n\nPlease give the role \`${externalId}\`.` };
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
  };
}
