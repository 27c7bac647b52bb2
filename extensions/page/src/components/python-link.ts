import type { CommModel, Model } from '@lite-build/afm';
import componentsSource from '../../python/lite_build_components.py';
import { AuthorMistake } from '../elements/author-mistake.ts';
import { LatePython } from '../kernel/late-python.ts';
import type { CellSink } from '../kernel/session.ts';
import type { PagePython } from '../page.ts';
import { anyOf } from '../widgets/any-of.ts';
import { readMessage } from '../widgets/python-message.ts';

/** By this target Python tells of the object that it has made for an element. */
const TARGET = 'lite-build.component';
const MODULES = new LatePython({ lite_build_components: componentsSource });

/** An element that Python finds by its id. */
export interface LinkedComponent {
  readonly id: string;
  /** In `litewidget.components`. */
  readonly class: string;
  readonly model: CommModel;
  /** The traits that both have. */
  readonly traits: readonly string[];
  readonly sink: CellSink;
  readonly complain: (mistake: AuthorMistake) => void;
}

/** What Python says of an element: that it knows it, and when it has made its object. */
interface Told {
  readonly element?: string;
  readonly model?: string;
  /** The number of the update that it has made the object with. */
  readonly update?: number;
}

/**
 * Have a Python know a component, in each run of it, once it is started for another reason. The element goes on without
 * it, before and after.
 *
 * Python has the object before the first cell runs that was asked for after the component was there.
 */
export function linkToPython(
  { session, models }: PagePython,
  component: LinkedComponent,
  signal: AbortSignal,
): void {
  const element = crypto.randomUUID();
  let generation: number | null = null;
  let link = new AbortController();
  /** What Python was told, by the numbers of the updates: 0 is what it was first told. */
  const updates = new Map<number, Readonly<Record<string, unknown>>>();
  let lastUpdate = 0;
  let commId: string | null = null;

  const join = (): void => {
    link.abort();
    link = new AbortController();
    commId = null;
    generation = session.generation;
    const code = (): string => {
      const state = stateOf(component.model, component.traits);
      updates.clear();
      updates.set(0, state);
      lastUpdate = 0;
      const values = [element, component.id, component.class, JSON.stringify(state)];
      // Texts of JSON are Python's as well.
      return `__import__("lite_build_components").join(${values.map((value) => JSON.stringify(value)).join(', ')})`;
    };
    // Both wait in the same line as cells, in this order.
    void MODULES.ready(session);
    void runWith(link.signal, code);
  };

  /** A cell that fails takes what waits behind it along: this waits once more. */
  const runWith = async (running: AbortSignal, code: () => string): Promise<void> => {
    const { generation: asked } = session;
    for (let isThrough = false; !isThrough && !running.aborted && session.generation === asked;) {
      const { status } = await session.run(code, component.sink, {
        isSilent: true,
        mayFail: true,
        signal: running,
      });
      isThrough = status !== 'aborted';
    }
  };

  const hear = (): void => {
    const { stage } = session.state;
    if ((stage === 'starting' || stage === 'ready') && session.generation !== generation) {
      join();
    } else if (stage === 'unwanted' || stage === 'ended' || stage === 'failed') {
      link.abort();
      generation = null;
    }
  };

  /** Whether the Python that knows it is there. The end of that closes its models first, and is not to be told. */
  const isThere = (): boolean => session.generation === generation && session.state.stage === 'ready';

  /** What Python makes its object with. */
  const update = (): void => {
    if (commId === null || !isThere()) {
      return;
    }
    const state = stateOf(component.model, component.traits);
    lastUpdate += 1;
    const number = lastUpdate;
    const asked = commId;
    updates.set(number, state);
    const { handled } = session.sendComm('comm_msg', { comm_id: asked, data: { state, update: number } });
    void handled.then(() => {
      // Python makes an object with no older one.
      for (const older of commId === asked ? [...updates.keys()].filter((each) => each < number) : []) {
        updates.delete(older);
      }
    });
  };

  session.router.listenToComms(
    {
      comm: (output) => {
        if (!output.message.includes(commId ?? element)) {
          return;
        }
        const { type, id, target, data } = readMessage(output);
        const told = data as unknown as Told;
        if (type === 'comm_open' && target === TARGET && told.element === element) {
          commId = id;
          component.model.on('change', update);
          // It may have changed since the code was run.
          update();
          link.signal.addEventListener('abort', () => {
            component.model.off('change', update);
          });
        } else if (type === 'comm_msg' && id === commId && told.model !== undefined) {
          component.model.off('change', update);
          const both = anyOf(signal, link.signal);
          const left = (): void => {
            // Python has closed it, and may ask for another.
            component.model.on('change', update);
            update();
          };
          const used = updates.get(told.update ?? 0) ?? {};
          connect(models, told.model, component, { used, left }, both).catch((error: unknown) => {
            if (!both.aborted) {
              console.error(error);
            }
          });
        }
      },
      reset: () => undefined,
    },
    signal,
  );
  session.addEventListener('state', hear, { signal });
  signal.addEventListener('abort', () => {
    link.abort();
    if (commId !== null && isThere()) {
      void session.sendComm('comm_close', { comm_id: commId, data: {} });
    }
  });
  hear();
}

async function connect(
  models: PagePython['models'],
  id: string,
  { model: own, traits, complain }: LinkedComponent,
  { used, left }: { readonly used: Readonly<Record<string, unknown>>; readonly left: () => void },
  signal: AbortSignal,
): Promise<void> {
  const other = await (await models.ready()).model(id, signal);
  signal.throwIfAborted();
  // What the reader has changed since Python was told what it used is Python's as well; of all else Python's is newer.
  const changed = traits.filter((name) => own.get(name) !== used[name]);
  copy(own, other, changed);
  copy(
    other,
    own,
    traits.filter((name) => !changed.includes(name)),
  );
  const tell = (): void => {
    copy(own, other, traits);
  };
  const take = (): void => {
    copy(other, own, traits);
  };
  own.on('change', tell);
  other.on('change', take);
  const refuse = (): void => {
    complain(
      new AuthorMistake(
        'Python has given it other children: those of a tag are what the page has put into it.',
        'Show widgets in a cell, or in a layout that a cell makes.',
      ),
    );
  };
  other.on('change:children', refuse);
  const leave = (): void => {
    own.off('change', tell);
    other.off('change', take);
    other.off('change:children', refuse);
    other.off('destroy', end);
  };
  const end = (): void => {
    leave();
    left();
  };
  other.on('destroy', end);
  signal.addEventListener('abort', leave);
}

/** Give traits of one model the other's values: a model takes those alone that are others. */
function copy(from: Model, to: Model, traits: readonly string[]): void {
  to.set(stateOf(from, traits));
  to.save_changes();
}

function stateOf(model: Model, traits: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(traits.map((name) => [name, model.get(name)]));
}
