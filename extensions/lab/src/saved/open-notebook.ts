import { type CellRun, classOf, placeOf } from '@lite-build/afm/saved';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { seenDigest } from '@lite-build/messages/digests';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { isRecord, readContent, type SavedContent } from './content.ts';
import { SavedNotebook } from './saved-notebook.ts';
import type { Judge } from './settings.ts';
import { isTrustedByServer, withoutTrust } from './trust.ts';

/** A cell in JupyterLab's notebook, as far as it is used here. */
interface CellModel {
  readonly id: string;
  trusted: boolean;
}

/** JupyterLab's notebook model, as far as it is used here. */
export interface NotebookModel extends DocumentRegistry.IModel {
  readonly cells: Iterable<CellModel>;
}

/** JupyterLab's cell widget, as far as it is used here. */
interface CellWidget {
  readonly model: CellModel & { readonly sharedModel: { getSource(): string } };
  /** Only cells of code have one. */
  readonly outputArea?: {
    readonly future?: { readonly msg: { readonly header: { readonly msg_id: string } } };
  };
}

/** What shows a notebook: its content, as far as it is used here. */
export interface NotebookContent {
  readonly widgets: readonly CellWidget[];
  readonly rendermime: RendererRegistry;
}

/** A notebook's renderers, as far as they are used here. */
export interface RendererRegistry {
  addFactory(factory: IRenderMime.IRendererFactory, rank?: number): void;
  removeMimeType(mimeType: string): void;
  preferredMimeType(bundle: object, safe?: 'ensure' | 'prefer' | 'any'): string | undefined;
  createRenderer(mimeType: string): IRenderMime.IRenderer;
}

export type NotebookContext = DocumentRegistry.IContext<NotebookModel>;

const notebooks = new WeakMap<object, OpenNotebook>();

/** The notebook whose widgets a widget manager keeps: those of notebooks know its context. */
export function notebookOfManager(manager: unknown): OpenNotebook | undefined {
  const context = isRecord(manager) ? manager.context : undefined;
  return isRecord(context) ? notebooks.get(context) : undefined;
}

/** The notebook of a context, followed from now on until it is closed. Call this before it is read. */
export function openNotebook(context: NotebookContext, judge: Judge): OpenNotebook {
  const notebook = notebooks.get(context) ?? new OpenNotebook(context, judge);
  notebooks.set(context, notebook);
  return notebook;
}

/** A notebook on the page, in one tab or in several. */
export class OpenNotebook {
  readonly context: NotebookContext;
  readonly judge: Judge;
  /** The notebook's tabs. */
  readonly tabs = new Set<NotebookContent>();
  #saved: SavedNotebook | null = null;
  #cellIds: readonly string[] = [];
  #run: CellRun | null = null;
  /** The saved models whose place a widget of Python's has taken, each with the index of the cell that made it. */
  readonly #taken = new Map<string, number>();

  constructor(context: NotebookContext, judge: Judge) {
    this.context = context;
    this.judge = judge;
    const { model, sessionContext } = context;
    const read = model.fromJSON.bind(model);
    // Before a cell is shown it has to be known whether it can be trusted, and no signal is that early.
    model.fromJSON = (json) => {
      read(this.#load(json) as typeof json);
      this.#cellIds = [...model.cells].map(({ id }) => id);
    };
    sessionContext.iopubMessage.connect((_, { header, content, parent_header }) => {
      const request = 'msg_id' in parent_header ? parent_header.msg_id : '';
      if (header.msg_type === 'execute_input') {
        this.#run = this.#runOf(request, 'code' in content ? String(content.code) : '');
      } else if ('execution_state' in content && content.execution_state === 'idle') {
        // A widget that Python makes from now on is no cell's, until the next one runs.
        this.#run = this.#run?.request === request ? null : this.#run;
      }
    });
    context.disposed.connect(() => this.#saved?.close());
  }

  /** The widgets that the notebook was saved with; null where there are none. */
  get saved(): SavedNotebook | null {
    return this.#saved;
  }

  /**
   * Find the saved model that a widget is which Python has just opened, and let it have that model's place.
   *
   * @param id of the new model.
   * @param state of the new model.
   */
  takePlace(id: string, state: Readonly<Record<string, unknown>>): string | null {
    const saved = this.#saved;
    if (saved === null) {
      return null;
    }
    const run = this.#run;
    // A kernel that outlived its page still knows the widgets by the names that they were saved under.
    const isKnown = saved.restored.get(id)?.holding.isConnected === false;
    const place = isKnown ? id : run && placeOf(run, classOf(state), saved.content, this.#taken);
    if (place !== null) {
      this.#taken.set(place, run?.index ?? -1);
    }
    return place;
  }

  /** Take what was read. @returns what JupyterLab shall take. */
  #load(notebook: unknown): unknown {
    this.#saved?.close();
    this.#saved = null;
    this.#run = null;
    this.#taken.clear();
    const content = readContent(notebook);
    if (content.models.size === 0 || !isRecord(notebook)) {
      return notebook;
    }
    const judgement = this.#judge(notebook, content);
    const saved = new SavedNotebook(content, judgement);
    this.#saved = saved;
    if (this.judge.kind === 'server') {
      return notebook;
    }
    // A reader's click grants what its card lists, which is the widgets alone: cells hold more code than that.
    void judgement.then((isPublished) => {
      if (isPublished && !saved.signal.aborted) {
        this.#restoreTrust(content);
      }
    });
    // A file's word for itself, which nobody has checked.
    return withoutTrust(notebook);
  }

  async #judge(notebook: unknown, content: SavedContent): Promise<boolean> {
    if (this.judge.kind === 'server') {
      return isTrustedByServer(content);
    }
    const digest = await seenDigest(notebook);
    return digest !== null && this.judge.publishedDigests.has(digest);
  }

  /** Trust the cells that said so when the notebook was read. */
  #restoreTrust({ cells }: SavedContent): void {
    const { model } = this.context;
    const wasDirty = model.dirty;
    const trusted = new Set(this.#cellIds.filter((_, index) => cells[index]?.isTrusted));
    for (const cell of model.cells) {
      if (trusted.has(cell.id) && !cell.trusted) {
        cell.trusted = true;
      }
    }
    model.dirty = wasDirty;
  }

  #runOf(request: string, source: string): CellRun | null {
    const cells = [...this.tabs].flatMap(({ widgets }) => widgets);
    const cell = cells.find(({ outputArea }) => outputArea?.future?.msg.header.msg_id === request);
    const index = cell === undefined ? -1 : this.#cellIds.indexOf(cell.model.id);
    return index < 0 ? null : { request, index, source, opened: new Map() };
  }
}
