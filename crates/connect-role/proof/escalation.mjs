// The known ways from a few permissions to all of them, as public tools list them, and what becomes of each.
import { decide } from "./simulate.mjs";

// "impossible" when a request of the way is denied, "possible" when all are allowed.
async function outcome(identity, { requests }) {
  let denied = false;
  for (const request of requests) {
    const answer = await decide({ ...identity, resourcePolicy: request.resourcePolicy }, request);
    if (answer.decision === "error") return `not understood: ${request.action} on ${request.resource}: ${answer.why}`;
    denied ||= answer.decision === "deny";
  }
  return denied ? "impossible" : "possible";
}

// What is wrong: a way that is open, or one that is said to be open and is not.
export async function openWays(ways, role, workload) {
  const problems = [];
  for (const way of ways) {
    const byRole = await outcome(role, way);
    const expected = way.outcome === "capped" ? "possible" : "impossible";
    if (byRole !== expected) problems.push(`the role, ${way.name}: expected ${way.outcome}, is ${byRole}`);
    // What a way leads to is a role under the boundary: with all rights there are, none of the ways goes on from it.
    const byWorkload = await outcome(workload, way);
    if (byWorkload !== "impossible") problems.push(`a workload, ${way.name}: is ${byWorkload}`);
  }
  return problems;
}
