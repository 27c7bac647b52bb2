import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Panel, Widget } from '@lumino/widgets';
import { modelIdOf, VIEW_MIME_TYPE } from './content.ts';
import { askingCard, heldNote, unreadableNote } from './notes.ts';
import type { OpenNotebook, RendererRegistry } from './open-notebook.ts';
import type { SavedNotebook } from './saved-notebook.ts';

/** The way to the renderer of the kernel's widget manager. */
export interface ManagersRenderer {
  /** Settles when there is such a manager, which takes a kernel. */
  readonly factory: Promise<IRenderMime.IRendererFactory>;
  /** The renderers of all other kinds of output. */
  readonly others: RendererRegistry;
}

/**
 * Shows widgets in a notebook's cells: saved ones by itself, before any kernel is; those that a kernel has made by the
 * renderer of its widget manager; and what is neither, in a cell that is not trusted, as the best of the other data.
 */
export class SavedWidgetRenderer extends Panel implements IRenderMime.IRenderer {
  readonly #options: IRenderMime.IRendererOptions;
  readonly #notebook: OpenNotebook;
  readonly #managers: ManagersRenderer;
  #rendering = new AbortController();

  constructor(options: IRenderMime.IRendererOptions, notebook: OpenNotebook, managers: ManagersRenderer) {
    super();
    this.#options = options;
    this.#notebook = notebook;
    this.#managers = managers;
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const signal = this.#restart();
    const { saved, judge } = this.#notebook;
    const id = modelIdOf(model.data[VIEW_MIME_TYPE]);
    if (saved !== null && id !== null && saved.canShow(id, judge.kind === 'site')) {
      await saved.decided;
      if (!signal.aborted) {
        await this.#showSaved(id, saved, signal);
      }
      return;
    }
    const renderer = await this.#otherRenderer(model);
    if (signal.aborted) {
      renderer?.dispose();
    } else if (renderer !== null) {
      this.#fill(renderer);
      await renderer.renderModel(model);
    }
  }

  override dispose(): void {
    this.#rendering.abort();
    super.dispose();
  }

  #restart(): AbortSignal {
    this.#rendering.abort();
    this.#rendering = new AbortController();
    this.#empty();
    return this.#rendering.signal;
  }

  async #showSaved(id: string, saved: SavedNotebook, signal: AbortSignal): Promise<void> {
    if (!saved.isGranted) {
      const card = askingCard(saved.content.models, () => {
        saved.grant();
      });
      this.#fill(new Widget({ node: card }));
      const asking = new AbortController();
      saved.onChange(
        () => {
          if (saved.isGranted) {
            asking.abort();
            void this.#showSaved(id, saved, signal);
          }
        },
        AbortSignal.any([asking.signal, signal]),
      );
      return;
    }
    try {
      const { viewOf } = await import('./saved-manager.ts');
      const view = await viewOf(id, saved, this.#notebook.context);
      if (signal.aborted) {
        view.remove();
        return;
      }
      this.#fill(view.luminoWidget);
    } catch (error) {
      if (!signal.aborted) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#fill(new Widget({ node: unreadableNote(reason) }));
      }
      return;
    }
    this.#noteWhatIsHeld(id, saved, signal);
  }

  #noteWhatIsHeld(id: string, saved: SavedNotebook, signal: AbortSignal): void {
    const note = new Widget({ node: heldNote() });
    const update = (): void => {
      note.setHidden(!saved.isHolding(id));
    };
    this.addWidget(note);
    update();
    saved.onChange(update, signal);
  }

  async #otherRenderer(model: IRenderMime.IMimeModel): Promise<IRenderMime.IRenderer | null> {
    if (model.trusted) {
      this.#fill(new Widget({ node: Object.assign(document.createElement('div'), LOADING) }));
      return (await this.#managers.factory).createRenderer(this.#options);
    }
    const bundle = Object.fromEntries(Object.entries(model.data).filter(([type]) => type !== VIEW_MIME_TYPE));
    const type = this.#managers.others.preferredMimeType(bundle, 'ensure');
    return type === undefined ? null : this.#managers.others.createRenderer(type);
  }

  #fill(content: Widget): void {
    this.#empty();
    this.addWidget(content);
  }

  #empty(): void {
    for (const widget of [...this.widgets]) {
      widget.dispose();
    }
  }
}

const LOADING = { textContent: 'Loading widget…' };
