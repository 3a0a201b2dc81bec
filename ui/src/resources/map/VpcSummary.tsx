// The head of a map: the VPC, its CIDRs, and how much of the address space is given to subnets.
import { copy } from "../../copy";
import type { VpcMap } from "./map";

const words = copy.map;

export function VpcSummary({ map }: { map: VpcMap }) {
  const { vpc, space, space6 } = map;
  const cidrs = [...vpc.cidrs, ...vpc.cidrs6];
  const id = vpc.title === vpc.id ? [] : [vpc.id];
  return (
    <div className="map-summary">
      <h3 className="map-name">
        <bdi>{vpc.title}</bdi>
        {[...id, vpc.isDefault ? words.isDefault : "", words.subnets(map.subnets.length)]
          .filter(Boolean)
          .map((part) => (
            <span key={part} className="resources-secondary">
              <bdi>{part}</bdi>
            </span>
          ))}
      </h3>
      <div className="map-space">
        <span className="resources-secondary">{words.cidrs}</span>{" "}
        <bdi>{cidrs.length > 0 ? cidrs.join(", ") : words.noCidrs}</bdi>
      </div>
      {space && (
        <div className="map-given">
          <div
            className="map-meter"
            role="meter"
            aria-label={words.givenBar}
            aria-valuemin={0}
            aria-valuemax={space.total}
            aria-valuenow={space.given}
            aria-valuetext={words.given(space.given, space.total)}
          >
            <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">
              <rect className="map-used" width={(100 * space.given) / space.total} height={1} />
            </svg>
          </div>
          <span>{words.given(space.given, space.total)}</span>
        </div>
      )}
      {space6 && <div className="resources-secondary">{words.given6(space6.given, space6.total)}</div>}
    </div>
  );
}
