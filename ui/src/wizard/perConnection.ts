// What goes on for a connection longer than a view of it is shown: kept by connection, and told to whoever listens.
import { useCallback, useSyncExternalStore } from "react";

export class PerConnection<T> {
  readonly #values = new Map<string, T>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get(id: string): T | null {
    return this.#values.get(id) ?? null;
  }

  protected set(id: string, value: T): void {
    this.#values.set(id, value);
    this.#tell();
  }

  protected remove(id: string): void {
    this.#values.delete(id);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** What is kept of a connection now. */
export function useKept<T>(all: PerConnection<T>, id: string): T | null {
  const snapshot = useCallback(() => all.get(id), [all, id]);
  return useSyncExternalStore(all.subscribe, snapshot);
}
