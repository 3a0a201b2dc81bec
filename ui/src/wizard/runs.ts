// The connection tests of this window. They go on while another screen is shown, so they live
// outside the components; events are gathered and told a few times a second, not one by one.
import { createContext, use } from "react";

import { asAppError } from "../components/appError";
import type { AppError } from "../ipc/generated/AppError";
import type { Check } from "../ipc/generated/Check";
import type { CheckId } from "../ipc/generated/CheckId";
import type { ConnectionView } from "../ipc/generated/ConnectionView";
import type { CoverageCell } from "../ipc/generated/CoverageCell";
import type { Network } from "../ipc/generated/Network";
import type { Resource } from "../ipc/generated/Resource";
import type { TestEvent } from "../ipc/generated/TestEvent";
import type { Host } from "../ipc/host";
import { PerConnection, useKept } from "./perConnection";

export interface Run {
  phase: "running" | "cancelling" | "ended";
  startedAt: number;
  endedAt: number | null;
  started: CheckId | null;
  checks: Check[];
  /** When the wait for a fresh role is given up. */
  waitsUntil: number | null;
  regions: string[];
  regionsNote: string | null;
  cells: CoverageCell[];
  resources: Resource[];
  network: Network;
  /** How the connection stood when the run had ended. */
  result: ConnectionView | null;
  error: AppError | null;
}

const TOLD_EVERY_MS = 80;

function begun(): Run {
  return {
    phase: "running",
    startedAt: Date.now(),
    endedAt: null,
    started: null,
    checks: [],
    waitsUntil: null,
    regions: [],
    regionsNote: null,
    cells: [],
    resources: [],
    network: { coverage: [], parts: [] },
    result: null,
    error: null,
  };
}

/** A run after some more events. */
export function after(run: Run, events: readonly TestEvent[]): Run {
  const next = { ...run, checks: [...run.checks], cells: [...run.cells] };
  const found: Resource[] = [];
  for (const event of events) {
    if (event.type === "check_started") next.started = event.id;
    else if (event.type === "check_finished") next.checks.push(event.check);
    else if (event.type === "regions") {
      next.regions = event.regions;
      next.regionsNote = event.note;
    } else if (event.type === "cell") {
      next.cells.push(event.cell);
      found.push(...event.resources);
    } else if (event.type === "network") {
      next.network = {
        coverage: [...next.network.coverage, event.cell],
        parts: [...next.network.parts, ...event.parts],
      };
    }
    next.waitsUntil = event.type === "waiting" ? Date.now() + event.remaining_seconds * 1000 : null;
  }
  if (found.length > 0) next.resources = [...run.resources, ...found];
  return next;
}

export class Runs extends PerConnection<Run> {
  readonly #host: Host;

  constructor(host: Host) {
    super();
    this.#host = host;
  }

  /** Starts a run, unless one is under way. */
  start(id: string): void {
    const present = this.get(id);
    if (present && present.phase !== "ended") return;
    this.set(id, begun());
    const gathered: TestEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | null = null;
    let hasRows = false;
    const tell = () => {
      timer = null;
      const run = this.get(id);
      if (run) this.set(id, after(run, gathered.splice(0)));
    };
    const end = (ended: Pick<Run, "result" | "error">) => {
      if (timer !== null) clearTimeout(timer);
      tell();
      const run = this.get(id);
      if (run) this.set(id, { ...run, ...ended, phase: "ended", endedAt: Date.now(), waitsUntil: null });
    };
    this.#host
      .verify(id, (event) => {
        gathered.push(event);
        const firstRows = event.type === "cell" && event.resources.length > 0 && !hasRows;
        hasRows ||= firstRows;
        // Nobody waits for the others before the first rows are seen.
        timer ??= setTimeout(tell, firstRows ? 0 : TOLD_EVERY_MS);
      })
      .then(
        (result) => end({ result, error: null }),
        (reason: unknown) => end({ result: null, error: asAppError(reason) }),
      );
  }

  /** Stops a run; the screen says so at once. */
  cancel(id: string): void {
    const run = this.get(id);
    if (run?.phase === "running") this.set(id, { ...run, phase: "cancelling", waitsUntil: null });
    this.#host.cancelTest(id).catch((reason: unknown) => {
      const present = this.get(id);
      if (present) this.set(id, { ...present, error: asAppError(reason) });
    });
  }

  /** Drops an ended run: other values are to be tested now. */
  drop(id: string): void {
    if (this.get(id)?.phase === "ended") this.remove(id);
  }
}

export const RunsContext = createContext<Runs | null>(null);

export function useRuns(): Runs {
  const runs = use(RunsContext);
  if (!runs) throw new Error("no runs stand around this component");
  return runs;
}

/** The newest run of a connection in this window. */
export function useRun(id: string): Run | null {
  return useKept(useRuns(), id);
}
