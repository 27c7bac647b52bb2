import type { ComponentTag } from './component-tags.ts';

/** What a tag's children say of its traits, as they would of HTML's own tag. */
export function readChildren(element: HTMLElement): Readonly<Record<string, unknown>> {
  return READERS[element.localName as ComponentTag]?.(element) ?? {};
}

/** Whether what is deep within a child counts, too. */
export function readsDeeply({ localName }: HTMLElement): boolean {
  return localName === 'lite-table';
}

/** Whether a component's children say something of its traits. */
export function hasReadChildren({ localName }: HTMLElement): boolean {
  return localName in READERS;
}

const READERS: Partial<Record<ComponentTag, (element: HTMLElement) => Record<string, unknown>>> = {
  'lite-select': (element) => {
    const options = [...element.querySelectorAll('option')];
    const selected = options.find(({ defaultSelected }) => defaultSelected);
    return options.length === 0
      ? {}
      : {
          options: options.map(({ text, value }) => (text === value ? value : [text, value])),
          ...(selected === undefined ? {} : { value: selected.value }),
        };
  },
  'lite-table': (element) => {
    const table = element.querySelector('table');
    if (table === null) {
      return {};
    }
    const lines = [...table.rows].map((row) => [...row.cells]);
    const hasHead = lines[0]?.every(({ localName }) => localName === 'th') ?? false;
    const columns = (lines[0] ?? []).map((cell, index) => (hasHead ? textOf(cell) : String(index + 1)));
    const caption = table.caption === null ? {} : { caption: textOf(table.caption) };
    return {
      ...caption,
      columns,
      rows: lines
        .slice(hasHead ? 1 : 0)
        .map((cells) => Object.fromEntries(columns.map((name, index) => [name, valueOf(cells[index])]))),
    };
  },
  'lite-tabs': (element) => {
    const children = [...element.children].filter((child) => !(child instanceof HTMLScriptElement));
    children.forEach((child, index) => {
      child.slot = `panel-${index}`;
    });
    return children.length === 0
      ? {}
      : { labels: children.map((child, index) => child.getAttribute('data-tab') ?? String(index + 1)) };
  },
  'lite-textarea': (element) => {
    // As in HTML, a line's end behind the tag does not count.
    const text = element.textContent.replace(/^\n/, '');
    return text.trim() === '' ? {} : { value: text };
  },
};

function textOf(cell: Element): string {
  return cell.textContent.trim();
}

/** A number where it is written as one. */
function valueOf(cell: Element | undefined): string | number | null {
  const text = cell === undefined ? '' : textOf(cell);
  return text === '' ? null : /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : text;
}
