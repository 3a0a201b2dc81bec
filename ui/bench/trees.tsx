// The trees that are measured, each with the same account: ours as the window shows it, with its toolbar and details;
// Cloudscape's TreeView; and a list with every row in it.
import TreeView from "@cloudscape-design/components/tree-view";
import { type ReactNode, useLayoutEffect, useMemo, useState } from "react";
import { flushSync } from "react-dom";

import type { Host } from "../src/ipc/host";
import { regions } from "../src/ipc/fake/world";
import { Resources } from "../src/resources";
import { ACCOUNT } from "../src/resources/testing/account";
import type { Account } from "./account";
import { foldable, type Item, itemsOf } from "./items";

export interface Subject {
  readonly show: (account: Account) => ReactNode;
  /** What is scrolled. */
  readonly scroller: () => Element;
  /** A row that is there once something is painted. */
  readonly row: string;
  readonly expandAll?: () => void;
  /** Unfolds the first VPC. */
  readonly expandOne?: () => void;
}

function element(selector: string, text?: string): HTMLElement {
  const all = [...document.querySelectorAll<HTMLElement>(selector)];
  const found = all.find((one) => text === undefined || one.textContent.includes(text));
  if (!found) throw new Error(`nothing on the page is ${selector} ${text ?? ""}`);
  return found;
}

const host = { listRegions: () => Promise.resolve(regions) } as unknown as Host;

const NO_NETWORK = { coverage: [], parts: [] };

const ours: Subject = {
  show: ({ resources, coverage }) => (
    <Resources
      accountId={ACCOUNT}
      resources={resources}
      coverage={coverage}
      network={NO_NETWORK}
      connectionId="bench"
      host={host}
    />
  ),
  scroller: () => element("[role=tree]"),
  row: "[role=treeitem]",
  expandAll: () => element(".resources-folds button", "Expand all").click(),
  expandOne: () => element("[role=treeitem][aria-level='3'][aria-expanded=false] [data-testid=twisty]").click(),
};

let unfoldAll: (() => void) | undefined;

function Theirs({ resources }: Account) {
  const items = useMemo(() => itemsOf(ACCOUNT, resources), [resources]);
  // As ours starts: the account and its places.
  const [expanded, setExpanded] = useState(() => foldable(items, 2));
  useLayoutEffect(() => {
    unfoldAll = () => flushSync(() => setExpanded(foldable(items)));
  }, [items]);
  return (
    <TreeView<Item>
      items={items}
      expandedItems={expanded}
      getItemId={({ id }) => id}
      getItemChildren={({ children }) => (children.length > 0 ? children : undefined)}
      renderItem={({ text, detail }) => ({ content: text, secondaryContent: detail })}
      onItemToggle={({ detail: { id, expanded: open } }) =>
        setExpanded((before) => (open ? [...before, id] : before.filter((other) => other !== id)))
      }
      ariaLabel="Resources"
    />
  );
}

const theirs: Subject = {
  show: (account) => <Theirs {...account} />,
  scroller: () => document.documentElement,
  row: "[role=treeitem]",
  expandAll: () => unfoldAll?.(),
  expandOne: () => element("button[aria-expanded=false]").click(),
};

function Branch({ items }: { items: readonly Item[] }) {
  return (
    <ul>
      {items.map(({ id, text, detail, children }) => (
        <li key={id}>
          {text} <small>{detail}</small>
          {children.length > 0 && <Branch items={children} />}
        </li>
      ))}
    </ul>
  );
}

function Everything({ resources }: Account) {
  const items = useMemo(() => itemsOf(ACCOUNT, resources), [resources]);
  return <Branch items={items} />;
}

const naive: Subject = {
  show: (account) => <Everything {...account} />,
  scroller: () => document.documentElement,
  row: "li",
};

export const subjects: Readonly<Record<string, Subject>> = { ours, theirs, naive };
