// What of a resource is different, in words.
import { copy } from "../copy";
import type { AttributeChange } from "../ipc/generated/AttributeChange";
import type { ChangedResource } from "../ipc/generated/ChangedResource";
import type { Comparison } from "../ipc/generated/Comparison";
import { attributeLabel, attributeText, listItemText } from "../resources";

const words = copy.report.changes;

/** Whether the two reports say the same. */
export function isUnchanged({ status, checks, permissions, resources }: Comparison): boolean {
  const lists = [checks, ...Object.values(permissions), ...Object.values(resources)];
  return status.before === status.now && lists.every((list) => list.length === 0);
}

/** Each attribute and tag that is another one now. */
export function differences({ attributes, tags }: ChangedResource): string[] {
  const tagged = tags.map(({ key, before, now }) =>
    words.fromTo(words.tag(key), before ?? words.nothing, now ?? words.nothing),
  );
  return [...attributes.map(difference), ...tagged];
}

function difference({ name, before, now }: AttributeChange): string {
  const label = attributeLabel(name);
  if (!Array.isArray(before) || !Array.isArray(now)) {
    return words.fromTo(label, attributeText(before), attributeText(now));
  }
  const lacking = (list: unknown[], other: unknown[]): string[] => {
    const there = new Set(other.map((item) => JSON.stringify(item)));
    return list.filter((item) => !there.has(JSON.stringify(item))).map((item) => listItemText(name, item));
  };
  return words.list(label, lacking(before, now), lacking(now, before));
}
