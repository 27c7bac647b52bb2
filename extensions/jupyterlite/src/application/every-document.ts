import type { DocumentRegistry } from '@jupyterlab/docregistry';

/** Extend documents of every kind, also of kinds that plugins add later. */
export function extendEveryDocument(
  registry: DocumentRegistry,
  extension: DocumentRegistry.WidgetExtension,
): void {
  for (const { name } of registry.widgetFactories()) {
    registry.addWidgetExtension(name, extension);
  }
  registry.changed.connect((_, { type, change, name }) => {
    if (type === 'widgetFactory' && change === 'added' && name !== undefined) {
      registry.addWidgetExtension(name, extension);
    }
  });
}
