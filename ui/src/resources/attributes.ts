// Reading what a resource's attributes hold. They come over the wire as unknown values, and a
// missing or odd one must never break the view.
import type { Resource } from "../ipc/generated/Resource";

type Attributes = Resource["attributes"];

export function textOf(attributes: Attributes, name: string): string | null {
  const value = attributes[name];
  return typeof value === "string" && value !== "" ? value : null;
}

export function numberOf(attributes: Attributes, name: string): number | null {
  const value = attributes[name];
  return typeof value === "number" ? value : null;
}

export function isSet(attributes: Attributes, name: string): boolean {
  return attributes[name] === true;
}

export function textsOf(attributes: Attributes, name: string): string[] {
  const value = attributes[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Every CIDR block of a VPC or subnet. */
export function cidrsOf(resource: Resource): string[] {
  const { attributes } = resource;
  if (resource.kind === "vpc") {
    return [...textsOf(attributes, "cidr_blocks"), ...textsOf(attributes, "ipv6_cidr_blocks")];
  }
  if (resource.kind !== "subnet") return [];
  const both = [textOf(attributes, "cidr_block"), textOf(attributes, "ipv6_cidr_block")];
  return both.filter((cidr) => cidr !== null);
}

/** The id of the VPC that a subnet or security group names. */
export function vpcOf(resource: Resource): string | null {
  if (resource.kind !== "subnet" && resource.kind !== "security_group") return null;
  return resource.parent ?? textOf(resource.attributes, "vpc_id");
}

/** The name, or the id of what has none. */
export function titleOf(resource: Resource): string {
  const { name } = resource;
  return name === null || name === "" || name.trim() === "" ? resource.id : name;
}
