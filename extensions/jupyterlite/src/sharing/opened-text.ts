import type { DocumentRegistry } from '@jupyterlab/docregistry';

/**
 * The text of an open document, with what is not saved yet; null where it is none, as of pictures.
 *
 * Of a notebook it is its JSON.
 */
export function openedText({ model, contentsModel }: DocumentRegistry.Context): string | null {
  switch (contentsModel?.format) {
    case 'json':
      return JSON.stringify(model.toJSON());
    case 'text':
      return model.toString();
    default:
      return null;
  }
}

/** A notebook with nothing of what its cells have put out, and no state of widgets. */
export function withoutOutputs(notebook: string): string {
  const { cells, metadata, ...rest } = JSON.parse(notebook) as {
    readonly cells: readonly { readonly cell_type: string }[];
    readonly metadata?: Readonly<Record<string, unknown>>;
  };
  const kept = Object.entries(metadata ?? {}).filter(([key]) => key !== 'widgets');
  return JSON.stringify({
    ...rest,
    metadata: Object.fromEntries(kept),
    cells: cells.map((cell) =>
      cell.cell_type === 'code' ? { ...cell, outputs: [], execution_count: null } : cell,
    ),
  });
}
