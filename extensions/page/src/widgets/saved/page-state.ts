import { readSavedModels, type SavedCell } from '@lite-build/afm/saved';
import { codeIn } from '../../elements/code/code-view.ts';
import { dedented } from '../../elements/code/code.ts';
import { currentPage, type PagePython } from '../../page.ts';
import type { WidgetCell } from './saved-source.ts';
import { SavedWidgets } from './saved-widgets.ts';
import { kernelNameOf } from '../../kernel/kernel-name.ts';

/** Of each state that a page holds, the widgets of each Python that its cells have. */
const known = new WeakMap<Element, Map<PagePython, Promise<SavedWidgets>>>();

/**
 * The widgets of a page that a build has made of a notebook.
 *
 * @param script holds their state. The cells beside it, or within what is beside it, are theirs.
 * @param kernel of the cell that asks, by its name; null for the page's own.
 * @throws Error if what shows widgets could not be fetched, or the state cannot be read.
 */
export async function widgetsOfPage(script: Element, kernel: string | null): Promise<SavedWidgets> {
  const python = currentPage().python(kernel ?? undefined);
  const pythons = known.get(script) ?? new Map<PagePython, Promise<SavedWidgets>>();
  known.set(script, pythons);
  const widgets = pythons.get(python) ?? restored(script, python);
  pythons.set(python, widgets);
  return await widgets.catch((error: unknown) => {
    pythons.delete(python);
    throw error;
  });
}

async function restored(script: Element, python: PagePython): Promise<SavedWidgets> {
  const models = await python.models.ready();
  const { state } = JSON.parse(script.textContent) as { readonly state?: unknown };
  const cells = [...(script.parentElement?.querySelectorAll<WidgetCell & HTMLElement>('lite-cell') ?? [])];
  const hosts = cells.filter((cell) => currentPage().python(kernelNameOf(cell) ?? undefined) === python);
  const source = {
    models: readSavedModels(state),
    cells: hosts.map(savedCell),
    hosts,
    // Those that are in order say so themselves, but for one that has failed, which is run once more.
    before: (cell: WidgetCell) => {
      const above = hosts.slice(0, Math.max(0, (hosts as WidgetCell[]).indexOf(cell)));
      return above.filter(({ isInOrder }) => isInOrder === true);
    },
    whole: null,
  };
  // It ends with the page.
  return new SavedWidgets(source, python, models, new AbortController().signal);
}

function savedCell(cell: Element): SavedCell {
  const slotted = cell.querySelector(':scope > [slot="code"]');
  const script = cell.querySelector(':scope > script[type="text/x-python"]');
  const shown = cell.querySelectorAll<HTMLElement>('[data-model-id]');
  return {
    source: slotted === null ? dedented(script?.textContent ?? '') : codeIn(slotted),
    shows: [...shown].map(({ dataset }) => dataset['modelId'] ?? ''),
  };
}
