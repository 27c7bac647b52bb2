import {
  type Channel,
  CommModel,
  copiesOf,
  isBelowFolder,
  isIncomingMessage,
  type Model,
  Runtime,
  type WidgetView,
} from '@lite-build/afm';
import type { HoldingChannel } from '@lite-build/afm/saved';
import { currentPage } from '../page.ts';
import type { ManagerDoor } from './other-models.ts';
import type { PythonMessage } from './python-message.ts';

/** Shows the AFM widgets of all sessions of a page, so that each module is loaded once. */
const runtime = new Runtime({
  getModel: (id, asking) => {
    const model = byDoor.get(asking.widget_manager as ManagerDoor)?.find(id);
    if (model === undefined) {
      return Promise.reject(new Error(`There is no widget whose model is ${id}.`));
    }
    // A saved one that is shown within another alone is at work from now on.
    runtime.bind(model);
    return Promise.resolve(model);
  },
  readSiteFile,
  copyOf: (address) => copiesOf(currentPage().settings.vendored, currentPage().baseUrl)(address),
});
/** The models of each session, by what they know as their manager. */
const byDoor = new WeakMap<ManagerDoor, AfmModels>();

/** What a model was before Python made it, or made it anew. */
interface Saved {
  readonly id: string;
  readonly channel: HoldingChannel;
}

/** Reads one of the site's contents, by its path there. */
async function readSiteFile(path: string, signal: AbortSignal): Promise<string> {
  if (!isBelowFolder(path)) {
    throw new Error(`'${path}' lies outside of the site's files.`);
  }
  const contents = new URL('files/', currentPage().baseUrl);
  const url = new URL(path.split('/').map(encodeURIComponent).join('/'), contents);
  const response = await fetch(url, { cache: 'no-cache', signal });
  if (!response.ok) {
    throw new Error(`${url.href} answered ${response.status} ${response.statusText}`);
  }
  return await response.text();
}

/** Whether what Python has opened, or a page was saved with, brings a module of its own. */
export function isAfm({ data }: PythonMessage): boolean {
  return typeof data.state?.['_esm'] === 'string';
}

/** Show a widget in an element until the signal, or the end of the view. */
export function createAfmView(model: Model, element: HTMLElement, signal?: AbortSignal): WidgetView {
  return runtime.createView(model, element, signal);
}

/** The models of one session that have a module of their own. */
export class AfmModels {
  /**
   * @param door what the widgets' modules find as their manager.
   * @param nameOf Python's id of a model that may have been saved under another.
   */
  constructor(door: ManagerDoor, nameOf: (id: string) => string) {
    this.#door = door;
    this.#nameOf = nameOf;
    byDoor.set(door, this);
  }

  find(id: string): CommModel | undefined {
    return this.#models.get(this.#nameOf(id)) ?? this.#left.get(id);
  }

  /** Whether there is such a model, in Python or saved. */
  has(id: string): boolean {
    return this.#models.has(this.#nameOf(id));
  }

  /** Make the model of a comm that Python has opened. */
  open(message: PythonMessage, channel: Channel): void {
    runtime.bind(this.#make(message, channel));
  }

  /** Make a model that was saved. It is at work once it is shown, or woken. */
  restore(message: PythonMessage, channel: HoldingChannel): void {
    this.#saved.set(this.#make(message, channel), { id: message.id, channel });
  }

  /** Have a saved model be that of a comm which Python has opened. */
  adopt(savedId: string, message: PythonMessage, channel: Channel): void {
    const model = this.#models.get(savedId);
    if (model !== undefined) {
      this.#call(model, message.id);
      this.#saved.get(model)?.channel.connect(channel);
      this.#receive(model, { ...message, data: { ...message.data, method: 'update' } });
    }
  }

  /** Take what Python says of a model; false where it is none of these. */
  take(message: PythonMessage): boolean {
    const model = this.#models.get(message.id);
    if (model === undefined) {
      return false;
    }
    if (message.type === 'comm_close') {
      this.#close(model);
    } else {
      this.#receive(model, message);
    }
    return true;
  }

  /** Have a saved model be at work, though it is shown nowhere. */
  wake(id: string): void {
    const model = this.find(id);
    if (model !== undefined) {
      runtime.bind(model);
    }
  }

  /**
   * Python is another, or none. Saved models are what they were before it; of all others those stay that are shown.
   */
  leavePython(isShown: (id: string) => boolean): void {
    for (const model of [...this.#models.values()]) {
      const saved = this.#saved.get(model);
      if (saved !== undefined) {
        this.#call(model, saved.id);
      } else if (isShown(model.model_id)) {
        this.#left.set(model.model_id, model);
        this.#models.delete(model.model_id);
      } else {
        this.#close(model);
      }
    }
  }

  /** End a model that Python does not know, and that is shown nowhere. */
  closeIfLeft(id: string): void {
    const model = this.#left.get(id);
    if (model !== undefined) {
      this.#close(model);
    }
  }

  /** End a saved model that Python has not made anew. */
  forget(savedId: string): void {
    const model = this.#models.get(savedId);
    if (model !== undefined) {
      this.#close(model);
    }
  }

  #make({ id, data, buffers }: PythonMessage, channel: Channel): CommModel {
    const { state = {}, buffer_paths = [] } = data;
    const model = new CommModel(id, {}, channel, this.#door);
    model.receive({ data: { method: 'update', state, buffer_paths }, buffers });
    this.#models.set(id, model);
    return model;
  }

  #receive(model: CommModel, { data, buffers, parentId }: PythonMessage): void {
    const incoming = { data, buffers, parent: parentId };
    if (!isIncomingMessage(incoming)) {
      return;
    }
    const saved = this.#saved.get(model);
    const heard = saved === undefined ? incoming : saved.channel.heard(incoming, model.unsavedTraits);
    if (heard !== null) {
      runtime.bind(model).receive(heard, model.receive.bind(model));
    }
  }

  #call(model: CommModel, id: string): void {
    this.#models.delete(model.model_id);
    model.rename(id);
    this.#models.set(id, model);
  }

  #close(model: CommModel): void {
    this.#models.delete(model.model_id);
    this.#left.delete(model.model_id);
    model.close();
  }

  readonly #door: ManagerDoor;
  readonly #nameOf: (id: string) => string;
  readonly #models = new Map<string, CommModel>();
  /** Those that are shown, and whose Python is not there any more. */
  readonly #left = new Map<string, CommModel>();
  readonly #saved = new WeakMap<CommModel, Saved>();
}
