import type { AnyModel, Listener, SetOptions } from '../contract.ts';
import { eventNames, isListener } from './events.ts';
import { WidgetFault } from './fault.ts';
import { handOut, remember, restoreHandedOut } from './handed-out.ts';
import { type Model, widgetName } from './model.ts';

interface Registration {
  readonly name: string;
  readonly callback: Listener;
  readonly context: unknown;
  readonly registered: Listener;
}

/**
 * A model as one hook, view or guest sees it: its listeners end with the signal, and `off` reaches no one else's. A
 * listener that throws is logged and stops no other. Every method works without its object, as in `const { get } = model`.
 */
export function modelProxy(model: Model, signal: AbortSignal): AnyModel {
  let registrations: readonly Registration[] = [];

  const add = (names: string, callback: Listener, context: unknown): void => {
    if (signal.aborted) {
      return;
    }
    const registered = (...values: unknown[]): void => {
      const seen = values.map((value) => (value === model ? proxy : value));
      try {
        (callback as (...values: unknown[]) => unknown).apply(context ?? proxy, seen);
      } catch (error) {
        console.error(`${widgetName(model)}: a listener of '${names}' failed.`, error);
        if (error instanceof WidgetFault) {
          // Nobody above can catch it.
          reportError(error);
        }
      }
    };
    for (const name of eventNames(names)) {
      registrations = [...registrations, { name, callback, context, registered }];
      model.on(name, registered);
    }
  };

  const remove = (isRemoved: (registration: Registration) => boolean): void => {
    const removed = registrations.filter(isRemoved);
    registrations = registrations.filter((registration) => !isRemoved(registration));
    for (const { name, registered } of removed) {
      model.off(name, registered);
    }
  };

  const proxy: AnyModel = {
    get: (key) => handOut(model.get(key)),
    set: (key: string | Readonly<Record<string, unknown>>, value?: unknown, options?: SetOptions): void => {
      if (typeof key === 'string') {
        restoreHandedOut(model, key);
        remember(value);
        model.set(key, value, options);
      } else {
        for (const [each, next] of Object.entries(key)) {
          restoreHandedOut(model, each);
          remember(next);
        }
        model.set(key, value as SetOptions | undefined);
      }
    },
    save_changes: (callbacks) => {
      model.save_changes(callbacks);
    },
    send: (content, callbacks, buffers) => {
      model.send(content, callbacks, buffers);
    },
    on: (names: string | Readonly<Record<string, Listener>>, callback?: unknown, context?: unknown): void => {
      if (typeof names !== 'string') {
        for (const [name, listener] of Object.entries(names)) {
          add(name, listener, callback);
        }
      } else if (isListener(callback)) {
        add(names, callback, context);
      }
    },
    off: (names, callback, context) => {
      const removed = names ? eventNames(names) : null;
      remove(
        (registration) =>
          (removed?.includes(registration.name) ?? true) &&
          (callback ?? registration.callback) === registration.callback &&
          (context ?? registration.context) === registration.context,
      );
    },
    get widget_manager() {
      return model.widget_manager;
    },
  };

  signal.addEventListener(
    'abort',
    () => {
      // A cleanup runs after the abort event and may still want its listeners' names; it only finds fewer of them.
      remove(() => true);
    },
    { once: true },
  );
  return proxy;
}
