import { type HoldingComm, treeOf } from '@lite-build/afm/saved';
import type { SavedContent } from './content.ts';

/** A model that was made from saved state, as far as the notebook has to know it. */
export interface Restored {
  readonly holding: HoldingComm;
  close(isClosedInPython: boolean): unknown;
}

/** The modules of ipywidgets itself, which the page has before a kernel is there. */
export const IPYWIDGETS_MODULES: readonly string[] = ['@jupyter-widgets/base', '@jupyter-widgets/controls'];
/** The modules whose widgets bring their code along. */
const AFM_MODULES: readonly string[] = ['anywidget', 'litewidget'];

/**
 * The widgets that one notebook was saved with, for as long as it is open. They hold code, and nothing of it runs
 * before that is granted.
 */
export class SavedNotebook<Model extends Restored = Restored> {
  readonly content: SavedContent;
  /** Settles when it is known whether the reader has to be asked. */
  readonly decided: Promise<void>;
  readonly restored = new Map<string, Model>();
  readonly #closing = new AbortController();
  readonly #changes = new EventTarget();
  #isGranted = false;

  /** @param judgement tells whether the widgets may run without asking. */
  constructor(content: SavedContent, judgement: Promise<boolean>) {
    this.content = content;
    this.decided = judgement.then((isGranted) => {
      if (isGranted) {
        this.grant();
      }
    });
  }

  /** Aborted when the notebook is closed, or read anew. */
  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  get isGranted(): boolean {
    return this.#isGranted && !this.signal.aborted;
  }

  /** Let the saved widgets run. */
  grant(): void {
    this.#isGranted = true;
    this.changed();
  }

  /** Whether a model was saved that can be shown with no kernel. @param withIpywidgets counts ipywidgets' own. */
  canShow(id: string, withIpywidgets: boolean): boolean {
    const module = this.content.models.get(id)?.model_module ?? '';
    return AFM_MODULES.includes(module) || (withIpywidgets && IPYWIDGETS_MODULES.includes(module));
  }

  /** Whether something that the reader did to a widget, or to one within it, waits for Python. */
  isHolding(id: string): boolean {
    return [...treeOf(id, this.content.models)].some((each) => this.restored.get(each)?.holding.isHolding);
  }

  /** Tell that permission was granted, or that what a model holds has changed. */
  changed(): void {
    this.#changes.dispatchEvent(new Event('change'));
  }

  onChange(callback: () => void, signal: AbortSignal): void {
    this.#changes.addEventListener('change', callback, { signal });
  }

  /** End all models that were made from the saved state. Python's objects stay. */
  close(): void {
    this.#closing.abort();
    for (const model of new Set(this.restored.values())) {
      model.close(true);
    }
    this.restored.clear();
  }
}
