// A text as it is, beside the text that it must become: two columns, or one where there is no room for two.
import { copy } from "../copy";
import type { Change, Line, Pair } from "./change";
import { CopyButton } from "./CopyButton";

const words = copy.change;

const SIGNS = { same: " ", removed: "-", added: "+" } as const;

export function SideBySide({ change }: { change: Change }) {
  return (
    <div className="app-snippet">
      {/* It scrolls, so the keyboard must reach it. */}
      <div className="app-change" tabIndex={0} role="group" aria-label={words.name(change.removed, change.added)}>
        <div role="table" aria-label={words.table}>
          <div role="row" className="app-change-row app-change-head">
            <HeadOf sign={SIGNS.removed} name={words.present} />
            <HeadOf sign={SIGNS.added} name={words.corrected} />
          </div>
          {change.pairs.map((pair) => (
            <PairOfLines key={`${pair.present?.number ?? ""} ${pair.corrected?.number ?? ""}`} pair={pair} />
          ))}
        </div>
      </div>
      <div className="app-snippet-actions">
        <CopyButton text={change.corrected} what={words.copied} />
      </div>
    </div>
  );
}

function HeadOf({ sign, name }: { sign: string; name: string }) {
  return (
    <div role="columnheader">
      <span className="app-change-sign" aria-hidden="true">
        {sign}
      </span>{" "}
      {name}
    </div>
  );
}

function PairOfLines({ pair: { same, present, corrected } }: { pair: Pair }) {
  return (
    <div role="row" className="app-change-row" data-same={same}>
      <LineOf line={present} how={same ? "same" : "removed"} />
      <LineOf line={corrected} how={same ? "same" : "added"} />
    </div>
  );
}

function LineOf({ line, how }: { line: Line | null; how: keyof typeof SIGNS }) {
  if (!line) return <div role="cell" className="app-change-line" data-how="none" />;
  // A line that is broken goes on below where its text begins.
  const indent = /^ */.exec(line.parts?.[0] ?? line.text)?.[0] ?? "";
  return (
    <div role="cell" className="app-change-line" data-how={how}>
      <span className="app-change-number" aria-hidden="true">
        {line.number}
      </span>
      <span className="app-change-sign" aria-hidden="true">
        {SIGNS[how]}
      </span>
      {how !== "same" && <span className="app-spoken">{words.spoken[how]} </span>}
      <code>
        <span>{indent}</span>
        <span>
          {line.parts ? (
            <>
              {line.parts[0].slice(indent.length)}
              {line.parts[1] !== "" && <mark>{line.parts[1]}</mark>}
              {line.parts[2]}
            </>
          ) : (
            line.text.slice(indent.length)
          )}
        </span>
      </code>
    </div>
  );
}
