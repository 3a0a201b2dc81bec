// Search and filters above the tree. What was found is said aloud as well as shown.
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import { memo } from "react";

import type { Kind } from "../ipc/generated/Kind";
import type { Outcome } from "../ipc/generated/Outcome";
import { copy, KIND_MANY, OUTCOME } from "./copy";
import type { Places } from "./describe";
import { GLOBAL, type Tree } from "./model";
import { NO_QUERY, outcomesIn, placesOf } from "./search";
import type { ResourcesState } from "./useResources";

export interface ToolbarProps {
  readonly tree: Tree;
  readonly places: Places;
  readonly growing: boolean;
  readonly state: ResourcesState;
  /** Puts the keyboard into the tree. */
  readonly onEnter: () => void;
}

const ANY = "";

interface ChoiceProps<T extends string> {
  label: string;
  any: string;
  options: readonly { value: T; label: string; description?: string | undefined }[];
  value: T | null;
  onChange: (value: T | null) => void;
  filtering?: boolean;
}

function Choice<T extends string>({ label, any, options, value, onChange, filtering = false }: ChoiceProps<T>) {
  const plain: SelectProps.Option[] = options.map(({ description, ...option }) =>
    description ? { ...option, description } : option,
  );
  const all = [{ value: ANY, label: any }, ...plain];
  const selected = all.find((option) => option.value === (value ?? ANY)) ?? all[0] ?? null;
  return (
    <FormField label={label}>
      <Select
        selectedOption={selected}
        options={all}
        filteringType={filtering ? "auto" : "none"}
        onChange={({ detail }) =>
          onChange(options.find((option) => option.value === detail.selectedOption.value)?.value ?? null)
        }
      />
    </FormField>
  );
}

interface FiltersProps extends Pick<ToolbarProps, "tree" | "places" | "growing"> {
  readonly kind: Kind | null;
  readonly region: string | null;
  readonly outcome: Outcome | null;
  readonly ask: ResourcesState["ask"];
}

/** Apart from the field, so that they are not made anew for every key. */
const Filters = memo(function Filters({ tree, places, growing, kind, region, outcome, ask }: FiltersProps) {
  const kinds = Object.entries(KIND_MANY).map(([value, label]) => ({ value: value as Kind, label }));
  const outcomes = outcomesIn(tree, growing).map((value: Outcome) => ({ value, label: OUTCOME[value] }));
  const regions = placesOf(tree).map(({ place: value }) =>
    value === GLOBAL ? { value, label: copy.globalPlace } : { value, label: value, description: places.get(value) },
  );
  return (
    <>
      <Choice
        label={copy.kindFilter}
        any={copy.anyKind}
        options={kinds}
        value={kind}
        onChange={(kind) => ask({ kind })}
      />
      <Choice
        label={copy.regionFilter}
        any={copy.anyRegion}
        options={regions}
        value={region}
        onChange={(region) => ask({ region })}
        filtering
      />
      <Choice
        label={copy.outcomeFilter}
        any={copy.anyOutcome}
        options={outcomes}
        value={outcome}
        onChange={(outcome) => ask({ outcome })}
      />
    </>
  );
});

export function Toolbar({ tree, places, growing, state, onEnter }: ToolbarProps) {
  const { query, narrowed, ask } = state;
  const { kind, region, outcome } = query;
  return (
    <div className="resources-toolbar">
      <div className="resources-find">
        <FormField label={copy.find} stretch>
          <Input
            type="search"
            value={query.text}
            placeholder={copy.findHint}
            clearAriaLabel={copy.clear}
            spellcheck={false}
            autoComplete={false}
            onChange={({ detail }) => ask({ text: detail.value })}
            onKeyDown={(event) => {
              const { key } = event.detail;
              if (key === "Escape") ask({ text: "" });
              if (key !== "ArrowDown" && key !== "Enter") return;
              event.preventDefault();
              onEnter();
            }}
          />
        </FormField>
      </div>
      <Filters tree={tree} places={places} growing={growing} kind={kind} region={region} outcome={outcome} ask={ask} />
      <div className="resources-summary">
        <span aria-live="polite" aria-atomic="true" data-testid="matches">
          {summary(state)}
        </span>
        <Folds narrowed={narrowed !== null} ask={ask} foldAll={state.foldAll} />
      </div>
    </div>
  );
}

interface FoldsProps extends Pick<ResourcesState, "ask" | "foldAll"> {
  readonly narrowed: boolean;
}

const Folds = memo(function Folds({ narrowed, ask, foldAll }: FoldsProps) {
  return (
    <span className="resources-folds">
      {/* Always there: to make a button takes longer than the first key of a search may. */}
      <span hidden={!narrowed}>
        <Button variant="inline-link" onClick={() => ask(NO_QUERY)}>
          {copy.clearAll}
        </Button>
      </span>
      <Button variant="inline-link" onClick={() => foldAll("all")}>
        {copy.expandAll}
      </Button>
      <Button variant="inline-link" onClick={() => foldAll("none")}>
        {copy.collapseAll}
      </Button>
    </span>
  );
});

function summary({ tree, narrowed, pending }: ResourcesState): string {
  if (pending) return copy.searching;
  if (!narrowed) return copy.total(tree.total);
  return narrowed.matches === 0 ? copy.noMatches : copy.matches(narrowed.matches);
}
