import { type CellRun, classOf, placeOf } from '@lite-build/afm/saved';
import type { CellSink } from '../../kernel/session.ts';
import type { PythonMessage } from '../python-message.ts';
import type { SavedSource } from './saved-source.ts';

/** Knows which of the widgets that Python makes are saved ones. */
export class SavedPlaces {
  /** @param sinkOf tells where what a message has put out goes. */
  constructor(source: SavedSource, sinkOf: (messageId: string) => CellSink | undefined) {
    this.#source = source;
    this.#sinkOf = sinkOf;
  }

  /**
   * Find the saved model that a widget is which Python has just opened, and let it have that model's place.
   *
   * @returns the saved model's id, or null for a widget that is another.
   */
  take({ id, data, parentId, parentType }: PythonMessage): string | null {
    // What is made later, as by a callback, is no cell's.
    const run = parentType === 'execute_request' ? this.#runOf(parentId) : null;
    const isKnown = this.#source.models.has(id) && !this.#taken.has(id);
    const place = isKnown ? id : run && placeOf(run, classOf(data.state ?? {}), this.#source, this.#taken);
    if (place !== null) {
      this.#taken.set(place, run?.index ?? -1);
      this.#names.set(place, id);
    }
    return place;
  }

  /** Whether a widget that Python calls by an id is the one that was saved under another. */
  isNow(savedId: string, id: string): boolean {
    return this.#names.get(savedId) === id;
  }

  /** Python is not there any more: all places are free. */
  clear(): void {
    this.#taken.clear();
    this.#names.clear();
    this.#run = null;
  }

  #runOf(request: string): CellRun | null {
    if (this.#run?.request !== request) {
      const { hosts } = this.#source;
      const sink = this.#sinkOf(request);
      const index = hosts.findIndex((host) => host !== null && host === sink);
      this.#run = index < 0 ? null : { request, index, source: hosts[index]?.code ?? '', opened: new Map() };
    }
    return this.#run;
  }

  readonly #source: SavedSource;
  readonly #sinkOf: (messageId: string) => CellSink | undefined;
  /** The saved models whose place a widget of Python's has taken, each with the index of the cell that made it. */
  readonly #taken = new Map<string, number>();
  /** What Python calls them. */
  readonly #names = new Map<string, string>();
  #run: CellRun | null = null;
}
