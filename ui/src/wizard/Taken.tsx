// A Role ARN that nobody had to type, and the way on to its verification.
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";

import { Breakable } from "../components/Breakable";
import { copy } from "../copy";
import type { Completing } from "./useCompleting";

export interface TakenProps {
  header: string;
  roleArn: string;
  completing: Completing;
}

export function Taken({ header, roleArn, completing }: TakenProps) {
  return (
    <Alert
      type="success"
      header={header}
      action={
        <Button variant="primary" loading={completing.busy} onClick={() => completing.complete(roleArn)}>
          {copy.taken.verify}
        </Button>
      }
    >
      <code className="app-wrap">
        <Breakable text={roleArn} />
      </code>
    </Alert>
  );
}
