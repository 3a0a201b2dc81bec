// Stacks that are being made from this window. They go on whatever screen is shown.
import { createContext, use, useEffect } from "react";

import { asAppError } from "../../components/appError";
import { useHost } from "../../components/HostContext";
import type { AppError } from "../../ipc/generated/AppError";
import type { ConnectionView } from "../../ipc/generated/ConnectionView";
import type { DeployKind } from "../../ipc/generated/DeployKind";
import type { StackEvent } from "../../ipc/generated/StackEvent";
import type { Host } from "../../ipc/host";
import { PerConnection, useKept } from "../perConnection";
import type { Connection } from "../useConnection";

export interface Deploy {
  kind: DeployKind;
  phase: "running" | "cancelling" | "ended";
  startedAt: number;
  endedAt: number | null;
  /** Whether somebody asked for it to be stopped. */
  cancelled: boolean;
  events: readonly StackEvent[];
  /** The connection with its Role ARN. */
  result: ConnectionView | null;
  error: AppError | null;
}

const BEGUN: Omit<Deploy, "kind" | "startedAt"> = {
  phase: "running",
  endedAt: null,
  cancelled: false,
  events: [],
  result: null,
  error: null,
};

export class Deploys extends PerConnection<Deploy> {
  readonly #host: Host;

  constructor(host: Host) {
    super();
    this.#host = host;
  }

  /** Carries out the plan that was looked at, unless that is under way. */
  start(id: string, kind: DeployKind): void {
    const present = this.get(id);
    if (present && present.phase !== "ended") return;
    this.set(id, { ...BEGUN, kind, startedAt: Date.now() });
    const end = (ended: Pick<Deploy, "result" | "error">) =>
      this.#change(id, { ...ended, phase: "ended", endedAt: Date.now() });
    this.#host
      .deploy(id, (event) => this.#change(id, { events: [...(this.get(id)?.events ?? []), event] }))
      .then(
        (result) => end({ result, error: null }),
        (reason: unknown) => end({ result: null, error: asAppError(reason) }),
      );
  }

  /** Has AWS stop; the screen says so at once. Where it could not, the stack goes on, and so does its progress. */
  cancel(id: string): void {
    if (this.get(id)?.phase !== "running") return;
    this.#change(id, { phase: "cancelling", cancelled: true, error: null });
    this.#host.stopDeployment(id).catch((reason: unknown) => {
      if (this.get(id)?.phase !== "cancelling") return;
      this.#change(id, { phase: "running", cancelled: false, error: asAppError(reason) });
    });
  }

  /** Drops one that has ended: another is looked at now. */
  drop(id: string): void {
    if (this.get(id)?.phase === "ended") this.remove(id);
  }

  #change(id: string, change: Partial<Deploy>): void {
    const present = this.get(id);
    if (present) this.set(id, { ...present, ...change });
  }
}

export const DeploysContext = createContext<Deploys | null>(null);

export function useDeploys(): Deploys {
  const deploys = use(DeploysContext);
  if (!deploys) throw new Error("no deploys stand around this component");
  return deploys;
}

/** The newest deployment of a connection in this window. */
export function useDeploy(id: string): Deploy | null {
  return useKept(useDeploys(), id);
}

/** Whether the stack of a connection is being made now; nothing that it depends on may be changed meanwhile. */
export function useDeploying(id: string): boolean {
  const deploy = useDeploy(id);
  return deploy !== null && deploy.phase !== "ended";
}

/** Shows the connection anew once a deployment has put its Role ARN into it, whatever step is shown. */
export function useDeployed({ view: { id }, inTurn }: Pick<Connection, "view" | "inTurn">): void {
  const host = useHost();
  const result = useDeploy(id)?.result ?? null;
  useEffect(() => {
    if (result !== null) inTurn(() => host.openConnection(id)).catch(() => undefined);
  }, [result, inTurn, host, id]);
}
