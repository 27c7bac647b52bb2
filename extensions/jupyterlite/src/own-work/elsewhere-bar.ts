import { PageConfig } from '@jupyterlab/coreutils';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { storageKind } from '../application/page-storage.ts';
import { Bar } from './bar.ts';

const TEXT =
  'This file is open in another tab too. What you save in one is not shown in the other until you reload it there.';

/** Tells above a document that another tab of the browser has it open. */
export class ElsewhereBar extends Bar {
  constructor(context: DocumentRegistry.Context) {
    super('Open in another tab');
    // Declared as always there, which it is in secure contexts alone.
    const locks = navigator.locks as LockManager | undefined;
    if (locks === undefined || storageKind() !== 'browser') {
      return;
    }
    const holders = holdersOf(context);
    holders.add(this);
    void context.ready.then(() => {
      this.tell(holdings.get(context)?.isElsewhere ?? false);
    });
    if (!holdings.has(context)) {
      const holding = new Holding(locks, context);
      holdings.set(context, holding);
      holding.begin();
    }
  }

  /** Say that the document is open elsewhere, or no more. */
  tell(isElsewhere: boolean): void {
    if (!this.isDisposed) {
      this.say(isElsewhere ? { text: TEXT, actions: [] } : null);
    }
  }
}

/** What a page holds of a document: whoever has it open first has a lock of its name. */
class Holding {
  constructor(locks: LockManager, context: DocumentRegistry.Context) {
    this.#locks = locks;
    this.#context = context;
  }

  isElsewhere = false;

  /** Hold the document by its path, whatever that becomes. */
  begin(): void {
    this.#hold();
    this.#context.pathChanged.connect(() => {
      this.#end.abort();
      this.#end = new AbortController();
      this.#hold();
    });
    this.#context.disposed.connect(() => {
      this.#end.abort();
    });
  }

  #hold(): void {
    const { signal } = this.#end;
    const name = `lite-build document ${PageConfig.getBaseUrl()} ${this.#context.path}`;
    const held = async (): Promise<void> => {
      if (!signal.aborted) {
        this.#tell(false);
        await new Promise((resolve) => {
          signal.addEventListener('abort', resolve);
        });
      }
    };
    this.#locks
      .request(name, { ifAvailable: true }, async (lock) => {
        if (lock !== null) {
          await held();
          return;
        }
        this.#tell(true);
        // Until the other tab is closed.
        void this.#locks.request(name, { signal }, held).catch(() => undefined);
      })
      .catch((error: unknown) => {
        console.warn(error);
      });
  }

  #tell(isElsewhere: boolean): void {
    this.isElsewhere = isElsewhere;
    for (const bar of holdersOf(this.#context)) {
      bar.tell(isElsewhere);
    }
  }

  readonly #locks: LockManager;
  readonly #context: DocumentRegistry.Context;
  #end = new AbortController();
}

const holdings = new WeakMap<DocumentRegistry.Context, Holding>();
const bars = new WeakMap<DocumentRegistry.Context, Set<ElsewhereBar>>();

/** The bars of a document in this page: it may be shown twice. */
function holdersOf(context: DocumentRegistry.Context): Set<ElsewhereBar> {
  const present = bars.get(context) ?? new Set<ElsewhereBar>();
  bars.set(context, present);
  return present;
}
