// How fast a discovery could be at most, were this machine and the network infinitely fast but for the round trip.
import { OPT_IN } from "./regions.mjs";

/** Connections to one host that a polite client has: crates/connect-aws/src/discovery/host.rs. */
export const CONNECTIONS = 3;

/**
 * Answers that have to be waited for one after the other: AssumeRole, what says which regions there are where one is not
 * always enabled, and then the slowest host. `hosts` is what the replayer noted: which lists were asked for, and how many
 * pages each has.
 *
 * Pages of a list come one after the other. With `connections` to a host, calls to it wait for each other as well, and
 * lists of unit calls can always be laid out so that neither waits longer than it must.
 */
export function answersInARow(hosts, connections = Infinity) {
  return 1 + Math.max(...hosts.filter(({ host }) => !host.startsWith("sts.")).map((host) => ofHost(host, connections)));
}

function ofHost({ host, pages }, connections) {
  const lists = Object.values(pages);
  const all = lists.reduce((sum, count) => sum + count, 0);
  const known = OPT_IN.includes(host.split(".")[1]) ? 1 : 0;
  return known + Math.max(...lists, Math.ceil(all / connections));
}
