import type { SavedContent } from './content.ts';

/** A piece of a saved widget that would run. */
interface Code {
  readonly name: string;
  readonly kind: 'JavaScript' | 'style' | 'markup';
  readonly text: string;
}

/**
 * What stands in a cell in place of saved widgets that nobody has vouched for: what would run, and a button to run it.
 * That is the code of all of the notebook's models: those that no cell shows start with the others.
 *
 * @param run is called when the reader wants the notebook's saved widgets to run.
 */
export function askingCard(models: SavedContent['models'], run: () => void): HTMLElement {
  const all = [...models.values()].flatMap(({ model_name, state }) => codesOf(model_name, state));
  const codes = [...new Map(all.map((code) => [JSON.stringify(code), code])).values()];
  const names = [...new Set(codes.map(({ name }) => name))];
  const card = element('div', 'jp-litewidget-ask', {
    border: '1px solid var(--jp-warn-color1, #b26a00)',
    borderRadius: '4px',
    padding: '8px 12px',
    fontFamily: 'var(--jp-ui-font-family, system-ui, sans-serif)',
    fontSize: '13px',
    color: 'var(--jp-ui-font-color1, inherit)',
  });
  card.setAttribute('role', 'group');
  card.setAttribute('aria-label', 'Saved widget');
  const what = names.length === 0 ? 'widgets' : names.join(', ');
  const button = element('button', 'jp-litewidget-ask-run jp-Button jp-mod-styled jp-mod-warn', {
    margin: '8px 0',
  });
  button.textContent = 'Run the saved widgets of this notebook';
  button.addEventListener('click', run);
  card.append(
    paragraph('strong', `Saved with the notebook: ${what}`),
    paragraph('p', 'To show them, code that comes with the file has to run. Nothing of it has run.'),
    ...codes.map(listing),
    button,
    paragraph(
      'p',
      'Without this button they do not run, today or later. Running a cell makes its widget anew; clearing its ' +
        'output removes it.',
    ),
  );
  return card;
}

/** What a view says while Python knows nothing of what was done in it. */
export function heldNote(): HTMLElement {
  const note = element('div', 'jp-litewidget-held', {
    fontFamily: 'var(--jp-ui-font-family, system-ui, sans-serif)',
    fontSize: '12px',
    color: 'var(--jp-ui-font-color2, inherit)',
    borderLeft: '3px solid var(--jp-warn-color1, #b26a00)',
    padding: '2px 8px',
    margin: '6px 0',
  });
  note.setAttribute('role', 'status');
  note.textContent =
    'Not yet in Python: what you changed here is kept, and sent when the cell that makes it is run.';
  return note;
}

/** What stands in the place of saved widgets that cannot be read. */
export function unreadableNote(reason: string): HTMLElement {
  const note = element('div', 'jp-litewidget-unreadable', { color: 'var(--jp-ui-font-color1, inherit)' });
  note.setAttribute('role', 'alert');
  note.textContent = `The saved widget cannot be shown: ${reason}. Run its cell to make it anew.`;
  return note;
}

function codesOf(model: string, state: Readonly<Record<string, unknown>>): Code[] {
  const id = state._anywidget_id;
  const name = typeof id === 'string' ? (id.split('.').at(-1) ?? id) : model.replace(/Model$/, '');
  const pieces: [Code['kind'], unknown][] = [
    ['JavaScript', state._esm],
    ['style', state._css],
    // Of ipywidgets' own, those that show markup are named for it.
    ['markup', /^HTML/.test(model) ? state.value : undefined],
  ];
  return pieces.flatMap(([kind, text]) =>
    typeof text === 'string' && text !== '' ? [{ name, kind, text }] : [],
  );
}

function listing({ name, kind, text }: Code): HTMLElement {
  const details = element('details', 'jp-litewidget-ask-code', { margin: '4px 0' });
  const summary = element('summary', '', { cursor: 'pointer' });
  const lines = text.split('\n').length;
  summary.textContent = `${name}: its ${kind}, ${lines} ${lines === 1 ? 'line' : 'lines'}`;
  const code = element('pre', '', {
    maxHeight: '240px',
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    background: 'var(--jp-layout-color2, transparent)',
    padding: '6px',
  });
  code.textContent = text;
  details.append(summary, code);
  return details;
}

function paragraph(tag: 'p' | 'strong', text: string): HTMLElement {
  const made = element(tag, '', { margin: '4px 0', display: 'block' });
  made.textContent = text;
  return made;
}

function element(tag: string, className: string, style: Partial<CSSStyleDeclaration>): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  Object.assign(made.style, style);
  return made;
}
