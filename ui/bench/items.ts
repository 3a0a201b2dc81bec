// The same account as nested items, for the trees that are compared with ours.
import type { Resource } from "../src/ipc/generated/Resource";
import { cidrsOf, titleOf, vpcOf } from "../src/resources/attributes";
import { rulesOf, ruleText } from "../src/resources/rule";

export interface Item {
  readonly id: string;
  readonly text: string;
  readonly detail: string;
  readonly children: Item[];
}

function itemOf(resource: Resource): Item {
  const { id, region } = resource;
  const key = `${region}/${id}`;
  const children = rulesOf(resource).map((rule, n) => ({
    id: `${key}#${n}`,
    text: ruleText(rule),
    detail: rule.description ?? "",
    children: [],
  }));
  return { id: key, text: titleOf(resource), detail: [...cidrsOf(resource), id].join(" · "), children };
}

/** Account, places, VPCs, what they hold, rules. */
export function itemsOf(accountId: string, resources: readonly Resource[]): Item[] {
  const places = new Map<string, Item>();
  const vpcs = new Map<string, Item>();
  const placeOf = (region: string): Item => {
    const known = places.get(region);
    if (known) return known;
    const made = { id: region, text: region, detail: "", children: [] };
    places.set(region, made);
    return made;
  };
  for (const one of resources) {
    const item = itemOf(one);
    if (one.kind === "vpc") vpcs.set(item.id, item);
    const holder = vpcs.get(`${one.region}/${vpcOf(one) ?? ""}`) ?? placeOf(one.region);
    holder.children.push(item);
  }
  return [{ id: "account", text: accountId, detail: "AWS account", children: [...places.values()] }];
}

/** The ids of all that can be unfolded, down to a depth. */
export function foldable(items: readonly Item[], depth = Infinity): string[] {
  if (depth === 0) return [];
  return items.flatMap(({ id, children }) => (children.length > 0 ? [id, ...foldable(children, depth - 1)] : []));
}
