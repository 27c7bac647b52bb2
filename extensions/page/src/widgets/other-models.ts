import type { CommModel, Model, WidgetView } from '@lite-build/afm';
import type { HoldingComm } from '@lite-build/afm/saved';
import type { CommSession } from '../kernel/session.ts';
import type { RenderWidget } from '../outputs/index.ts';
import type { OutputCaptures } from './captures.ts';
import type { PageManager } from './ipywidgets/page-manager.ts';
import type { PythonMessage, RawState } from './python-message.ts';

/** What ipywidgets' models and views find beside them. */
export interface ManagerHost {
  readonly session: CommSession;
  readonly captures: OutputCaptures;
  /** Python's id of a model that may have been saved under another. */
  readonly nameOf: (id: string) => string;
  /** The model of an AFM widget. */
  readonly findModel: (id: string) => CommModel | undefined;
  /** Show an AFM widget. */
  readonly createView: (model: CommModel, element: HTMLElement) => WidgetView;
  /** Show any widget among outputs. */
  readonly renderWidget: RenderWidget;
}

/** How the widgets' manager is reached from an AFM widget's module: it may still have to be fetched. */
export interface ManagerDoor {
  has_model(id: string): boolean;
  get_model(id: string): Promise<unknown>;
  create_view(model: unknown, options?: unknown): Promise<unknown>;
}

interface Held {
  readonly opening: PythonMessage;
  /** What came after it, until the manager takes it. */
  readonly messages: PythonMessage[];
  readonly followers: Set<(state: RawState) => void>;
  /** Of a model that was saved: under which id, and what it says while Python has not made it anew. */
  readonly saved: { readonly id: string; readonly comm: HoldingComm } | null;
}

/**
 * The models that have no module of their own: ipywidgets' controls, containers, links. What they are made of is large:
 * it is fetched when a page has one. An AFM widget's layout and style are none of these: they wait.
 */
export class OtherModels {
  readonly door: ManagerDoor;

  constructor(host: ManagerHost) {
    this.#host = host;
    this.door = {
      has_model: (id) => this.has(id) || host.findModel(id) !== undefined,
      get_model: async (id) => await (await this.#manager()).get_model(id),
      create_view: async (model, options) => await (await this.#manager()).viewOf(model, options),
    };
  }

  has(id: string): boolean {
    return this.#held.has(this.#host.nameOf(id));
  }

  /** Have a model be there that was saved. What it is made of is fetched when it is shown, or woken. */
  restore(opening: PythonMessage, comm: HoldingComm): void {
    const { id } = opening;
    this.#held.set(id, { opening, messages: [], followers: new Set(), saved: { id, comm } });
    this.#made?.restore(opening, comm);
  }

  /** Have a saved model be at work, though it is shown nowhere. */
  wake(id: string): void {
    const held = this.#held.get(this.#host.nameOf(id));
    if (held !== undefined && !isPassive(held.opening.data.state ?? {})) {
      this.#fetch();
    }
  }

  /** Have a saved model be that of a comm which Python has opened. */
  adopt(savedId: string, opening: PythonMessage): void {
    const held = this.#held.get(savedId);
    if (held === undefined) {
      return;
    }
    const { followers, saved } = held;
    this.#held.delete(savedId);
    this.#held.set(opening.id, { opening, messages: [], followers, saved });
    const { state = {} } = opening.data;
    for (const follower of followers) {
      follower(state);
    }
    if (this.#made !== null && saved !== null) {
      this.#made.adopt(savedId, opening, saved.comm);
    } else if (!isPassive(state)) {
      this.#fetch();
    }
  }

  /** End a saved model that Python has not made anew. */
  forget(savedId: string): void {
    this.#held.delete(savedId);
    this.#made?.forget(savedId);
  }

  /** Take what Python says of such a model. */
  take(message: PythonMessage): void {
    const { type, id, data } = message;
    if (type === 'comm_open') {
      this.#held.set(id, { opening: message, messages: [], followers: new Set(), saved: null });
      this.#made?.open(message);
      if (!isPassive(data.state ?? {})) {
        this.#fetch();
      }
      return;
    }
    const held = this.#held.get(id);
    if (held === undefined) {
      return;
    }
    const { state } = held.opening.data;
    const takesAll = isPassive(state ?? {}) && data.state !== undefined;
    if (type === 'comm_close') {
      this.#held.delete(id);
    } else if (takesAll) {
      Object.assign(state as RawState, data.state);
      for (const follower of held.followers) {
        follower(state as RawState);
      }
    }
    if (this.#made !== null) {
      this.#made.take(message);
    } else if (!takesAll) {
      held.messages.push(message);
    }
  }

  /** Hear the state of a layout now, and whenever it changes, until the signal. */
  followState(id: string, follower: (state: RawState) => void, signal: AbortSignal): void {
    const held = this.#held.get(this.#host.nameOf(id));
    if (held !== undefined) {
      held.followers.add(follower);
      signal.addEventListener('abort', () => held.followers.delete(follower));
      follower(held.opening.data.state ?? {});
    }
  }

  async model(id: string): Promise<Model> {
    const model: unknown = await (await this.#manager()).get_model(id);
    // The conventions are Backbone's on both sides, which the two declare with other types.
    return model as Model;
  }

  /** Show a view of a model in an element until the signal. */
  async show(id: string, element: HTMLElement, signal: AbortSignal): Promise<void> {
    const manager = await this.#manager();
    signal.throwIfAborted();
    await manager.show(id, element, signal);
  }

  /** Python is not there any more. What is shown stays, and says nothing to another; saved models are as before it. */
  leavePython(): void {
    this.#made?.leavePython();
    const saved = [...this.#held.values()].flatMap((held) =>
      held.saved === null ? [] : [{ ...held, saved: held.saved }],
    );
    this.#held.clear();
    for (const { opening, saved: before, ...held } of saved) {
      this.#held.set(before.id, {
        ...held,
        opening: { ...opening, id: before.id },
        messages: [],
        saved: before,
      });
    }
    if (saved.length === 0) {
      this.#python = {};
      this.#made = null;
      this.#making = null;
    }
  }

  /** Have what shows such models be fetched. */
  #fetch(): void {
    this.#manager().catch((error: unknown) => {
      console.error('What shows ipywidgets could not be fetched.', error);
    });
  }

  #manager(): Promise<PageManager> {
    this.#making ??= this.#make(this.#python);
    return this.#making;
  }

  async #make(python: object): Promise<PageManager> {
    const { PageManager } = await import('./ipywidgets/page-manager.ts');
    const manager = new PageManager(this.#host);
    if (python !== this.#python) {
      // Its models are not there any more.
      return manager;
    }
    this.#made = manager;
    for (const { opening, messages, saved } of this.#held.values()) {
      if (saved === null) {
        manager.open(opening);
      } else if (saved.id === opening.id) {
        manager.restore(opening, saved.comm);
      } else {
        // Python has made it anew before it was shown.
        manager.open(opening, saved);
      }
      for (const message of messages.splice(0)) {
        manager.take(message);
      }
    }
    return manager;
  }

  readonly #host: ManagerHost;
  readonly #held = new Map<string, Held>();
  /** Which Python the models are of. */
  #python: object = {};
  #making: Promise<PageManager> | null = null;
  #made: PageManager | null = null;
}

/** Whether a model is nothing by itself, but something of another's. */
function isPassive(state: RawState): boolean {
  const name = String(state['_model_name']);
  return name === 'LayoutModel' || (name.endsWith('StyleModel') && state['_view_name'] === 'StyleView');
}
