import { CommModel, Runtime } from '@lite-build/afm';
import {
  bytesOf,
  type FromPython,
  incoming,
  type Mounted,
  type Python,
  textsOf,
  type ToPython,
  type WidgetPage,
} from './messages.ts';

// Playwright puts them there.
const python = globalThis as unknown as Python;
const models = new Map<string, CommModel>();
const runtime = new Runtime({
  getModel: (id) => {
    const model = models.get(id);
    return model === undefined
      ? Promise.reject(new Error(`There is no open widget ${id}.`))
      : Promise.resolve(model);
  },
});
let sent = 0;
let mounted = 0;

function open(message: FromPython & { readonly kind: 'open' }): void {
  const { model: id, state, buffer_paths, buffers } = message;
  const model = new CommModel(
    id,
    {},
    {
      send: (data, bytes) => {
        const outgoing: ToPython = { id: `page-${(sent += 1)}`, model: id, data, buffers: textsOf(bytes) };
        return { id: outgoing.id, handled: python.widgetPageSend(JSON.stringify(outgoing)).then(receive) };
      },
    },
  );
  model.receive({ data: { method: 'update', state, buffer_paths }, buffers: bytesOf(buffers) });
  models.set(id, model);
  if (typeof model.get('_esm') === 'string') {
    runtime.bind(model);
  }
}

function receive(text: string): void {
  for (const message of JSON.parse(text) as FromPython[]) {
    const model = models.get(message.model);
    if (message.kind === 'open') {
      open(message);
    } else if (message.kind === 'close') {
      models.delete(message.model);
      model?.close();
    } else if (model !== undefined) {
      take(model, message);
    }
  }
}

function take(model: CommModel, message: FromPython & { readonly kind: 'message' }): void {
  const apply = model.receive.bind(model);
  if (typeof model.get('_esm') === 'string') {
    runtime.bind(model).receive(incoming(message), apply);
  } else {
    apply(incoming(message));
  }
}

async function mount(id: string, milliseconds: number): Promise<Mounted> {
  const element = document.createElement('div');
  element.id = `widget-${(mounted += 1)}`;
  document.body.append(element);
  const model = models.get(id);
  if (typeof model?.get('_esm') !== 'string') {
    return { element: element.id, failure: 'it has no module of its own (_esm) to show it' };
  }
  const { settled } = runtime.createView(model, element);
  const isLate = await Promise.race([
    settled.then(() => false),
    new Promise<boolean>((resolve) => setTimeout(resolve, milliseconds, true)),
  ]);
  if (isLate) {
    return { element: element.id, failure: `it does not show itself within ${milliseconds / 1000} seconds` };
  }
  return { element: element.id, failure: cardText(element) };
}

/** What the runtime says in a view in place of a widget that failed. */
function cardText(element: HTMLElement): string | null {
  const card = element.querySelector(':scope > .afm-failure');
  const parts = [...(card?.querySelectorAll('strong, pre, code') ?? [])].map((part) => part.textContent);
  return card === null ? null : parts.join('\n');
}

async function listen(): Promise<void> {
  for (let text = await python.widgetPageNext(); text !== null; text = await python.widgetPageNext()) {
    receive(text);
  }
}

const widgetPage: WidgetPage = { receive, mount };
Object.assign(globalThis, { widgetPage });
void listen();
