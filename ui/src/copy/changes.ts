// What changed since the last report, in words.
import type { Counts } from "../ipc/generated/Counts";
import { plural } from "./plural";

export const changes = {
  /** Beside the time of the last test. */
  inOneLine: ({ newly_denied, newly_allowed, gone, new: fresh, changed, not_seen }: Counts) =>
    [
      newly_denied > 0 && `${plural(newly_denied, "permission", "permissions")} newly denied`,
      newly_allowed > 0 && `${plural(newly_allowed, "permission", "permissions")} newly allowed`,
      gone > 0 && `${plural(gone, "resource", "resources")} gone`,
      fresh > 0 && `${plural(fresh, "resource", "resources")} new`,
      changed > 0 && `${plural(changed, "resource", "resources")} changed`,
      not_seen > 0 && `${plural(not_seen, "answer", "answers")} missing`,
    ]
      .filter((words) => words !== false)
      .join(", "),
  heading: (time: string) => `What changed since ${time}`,
  unchanged: "Nothing: status, checks, permissions and resources are as they were.",
  verdict: "Status",
  instead: (now: string, before: string) => `${now} instead of ${before.toLowerCase()}`,
  checks: "Checks that changed",
  ended: (how: string, cause: string | null) => (cause === null ? how : `${how} (${cause})`),
  fromTo: (what: string, before: string, now: string) => `${what}: ${before} → ${now}`,
  newlyDenied: "Permissions newly denied",
  newlyAllowed: "Permissions newly allowed",
  permissionsNotSeen: "Permissions that could not be found out this time",
  uncatalogued: "not asked for",
  decided: (service: string, before: string, reason: string | null) =>
    `of ${service}, ${before.toLowerCase()} before${reason === null ? "" : ` (${reason})`}`,
  gone: "Resources gone",
  new: "Resources new",
  changed: "Resources changed",
  notSeen: "Not seen this time, so not said to be gone",
  firstSeen: "Seen for the first time, so not said to be new",
  notAsked: "not asked for",
  resource: (kind: string, name: string | null, place: string) => `${kind} ${name ?? ""}`.trim() + `, ${place}`,
  tag: (key: string) => `Tag ${key}`,
  nothing: "none",
  list: (what: string, removed: readonly string[], added: readonly string[]) =>
    `${what}: ${[...removed.map((item) => `− ${item}`), ...added.map((item) => `+ ${item}`)].join("; ")}`,
  lost: (place: string, kind: string, outcome: string, before: number) =>
    `${kind} in ${place}: ${outcome.toLowerCase()}, ${before} before`,
  fresh: (place: string, kind: string, count: number) => `${kind} in ${place}: ${count}`,
  counted: (label: string, count: number) => `${label} (${count})`,
  more: (count: number) => `and ${count} more, which the exported report has`,
};
