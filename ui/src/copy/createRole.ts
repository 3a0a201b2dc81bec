// The words of step "Create the role", in English.
import type { Method } from "../ipc/generated/Method";

const methods: Record<Method, string> = {
  cloudformation: "CloudFormation",
  terraform: "Terraform",
  deploy: "Deploy from here",
  hand_off: "Hand off",
};

export const createRole = {
  method: "How to create it",
  methods,
  region: "Region of the stack",
  regionHint: "IAM is global: the region only holds the stack.",
  regionFilter: "Find a region",
  launchHeading: "Create the stack in AWS",
  launchSteps: [
    "Sign in to the AWS account that you want to connect. The link opens a page with everything filled in.",
    "Tick “I acknowledge that AWS CloudFormation might create IAM resources with custom names”, then choose Create stack.",
  ],
  uploadHeading: "Or upload the file, without hosting it",
  uploadSteps: {
    save: "Save the template on this computer.",
    open: "Choose Launch Stack in AWS below, and sign in to the AWS account that you want to connect. CloudFormation's page Create stack opens.",
    choose: "There choose Upload a template file, take the file that you saved, and go on.",
    fill: "Enter this stack name and these parameters, and leave all else as it is.",
    acknowledge:
      "Go on to the end, tick “I acknowledge that AWS CloudFormation might create IAM resources with custom names”, and submit.",
  },
  takeOutput: "After about a minute the stack shows CREATE_COMPLETE. Copy RoleArn from its Outputs tab and come back.",
  saveTemplate: "Save the template",
  savedTo: (path: string) => `Saved to ${path}`,
  link: "Link for a colleague",
  linkName: "link",
  linkHint: "Whoever administers the account can open this link; it holds no secret.",
  opened: "The page is open in your browser.",
  parameters: "What the link fills in",
  stackName: "Stack name",
  can: "What the role can do",
  cannot: "What the role cannot do",
  canAndCannot: "What the role can and cannot do",
  sha: "SHA-256 of the template",
  shaShort: "SHA-256",
  parameter: "Parameter",
  value: "Value",
  terraformHeading: "Create it with Terraform",
  terraformText: "Put this into a Terraform configuration for the AWS account that you want to connect, and apply it.",
  snippet: "Terraform",
  saveSnippet: "Save as a file",
  outputText: "When it is applied, this prints the Role ARN:",
  outputCommand: "command",
  preparing: "Preparing the link",
} as const;
