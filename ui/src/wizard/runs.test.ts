import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { createFakeHost, ROLE_ARN } from "../ipc/fake";
import type { TestEvent } from "../ipc/generated/TestEvent";
import { Runs } from "./runs";

const DRAFT = {
  runner: "alethia-platform",
  platform_account: "222233334444",
  role_arn: ROLE_ARN,
  step: "verify",
} as const;

describe("Runs", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test("thousands of events are told a few times a second", async () => {
    const host = createFakeHost();
    const id = host.add(DRAFT);
    let send: (event: TestEvent) => void = () => undefined;
    host.verify = async (_id, onEvent) => {
      send = onEvent;
      return new Promise(() => undefined);
    };
    const runs = new Runs(host);
    const told = vi.fn();
    runs.start(id);
    runs.subscribe(told);
    for (let at = 0; at < 3000; at += 1) send({ type: "waiting", remaining_seconds: 90 });
    await vi.advanceTimersByTimeAsync(200);
    expect(told, "the window is redrawn once for all of them").toHaveBeenCalledOnce();
  });

  test("a second start while one runs is none", () => {
    const host = createFakeHost({ pace: 10 });
    const id = host.add(DRAFT);
    const verify = vi.spyOn(host, "verify");
    const runs = new Runs(host);
    runs.start(id);
    runs.start(id);
    expect(verify).toHaveBeenCalledOnce();
  });

  test("nothing that was found is lost or doubled", async () => {
    const host = createFakeHost({ pace: 3 });
    const id = host.add(DRAFT);
    const runs = new Runs(host);
    runs.start(id);
    await vi.advanceTimersByTimeAsync(5000);
    const run = runs.get(id);
    const report = await host.report(id);
    expect(run?.phase).toBe("ended");
    expect(run?.resources).toEqual(report?.resources);
    expect(run?.cells).toEqual(report?.coverage);
    expect(run?.checks).toEqual(report?.checks);
  });

  test("cancelling shows at once and ends as cancelled", async () => {
    const host = createFakeHost({ pace: 10 });
    const id = host.add(DRAFT);
    const runs = new Runs(host);
    runs.start(id);
    await vi.advanceTimersByTimeAsync(35);
    runs.cancel(id);
    expect(runs.get(id)?.phase, "the screen answers before the program").toBe("cancelling");
    await vi.advanceTimersByTimeAsync(200);
    expect(runs.get(id)?.phase).toBe("ended");
    expect(runs.get(id)?.result?.test_state).toBe("cancelled");
  });
});
