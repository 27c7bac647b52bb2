import type { WidgetDefinition } from '../contract.ts';
import { isRecord } from '../models/model.ts';
import { ModuleError } from '../modules/graph.ts';
import type { ModuleNamespace } from '../modules/loader.ts';

/**
 * Read what a module says its widget is: a default export that is `{ initialize?, render? }` or a function that
 * returns it, at once or later; else, the legacy shape, a `render` export of its own.
 *
 * @param file names the module in messages.
 * @throws ModuleError for any other shape, or what the module's function threw.
 */
export async function defineWidget(namespace: ModuleNamespace, file: string): Promise<WidgetDefinition> {
  const exported = namespace.default;
  if (exported === undefined && isHook(namespace.render)) {
    console.warn(
      `${file} exports 'render' by name, which is deprecated. Export it as \`export default { render }\`.`,
    );
    return isHook(namespace.initialize)
      ? { initialize: namespace.initialize, render: namespace.render }
      : { render: namespace.render };
  }
  if (exported === undefined || exported === null) {
    const names = Object.keys(namespace);
    const found = names.length > 0 ? `exports only ${names.join(', ')}` : 'exports nothing';
    throw new ModuleError(
      `${file} ${found}. A widget's module needs a default export: \`export default { render({ model, el }) { … } }\`.`,
    );
  }
  const isFunction = typeof exported === 'function';
  const definition: unknown = isFunction ? await (exported as () => unknown)() : exported;
  if (!isDefinition(definition)) {
    const what = isFunction ? "default export's function returns" : 'default export is';
    throw new ModuleError(
      `${file}: the ${what} ${kindOf(definition)}, where an object with the functions \`initialize\` and ` +
        '`render`, or one of them, is needed.',
    );
  }
  return definition;
}

type Hook = NonNullable<WidgetDefinition['render']>;

function isHook(value: unknown): value is Hook {
  return typeof value === 'function';
}

function isDefinition(value: unknown): value is WidgetDefinition {
  return (
    isRecord(value) &&
    [value.initialize, value.render].every((hook) => hook === undefined || hook === null || isHook(hook))
  );
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) {
    return String(value);
  }
  if (isRecord(value)) {
    const wrong = ['initialize', 'render'].filter((name) => !isHook(value[name] ?? isHook));
    return `an object whose ${wrong.join(' and ')} is no function`;
  }
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
