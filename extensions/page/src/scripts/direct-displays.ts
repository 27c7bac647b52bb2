import { runScripts } from '../outputs/renderers/scripts.ts';
import { joinedText, type DisplayContent, type MimeBundle } from '../outputs/output-values.ts';

const WIDGET_VIEW = 'application/vnd.jupyter.widget-view+json';

/** What of a page's own tags shows a kind of value: with no frame and no style, as a page's author has it. */
type Draw = (text: string, metadata: Readonly<Record<string, unknown>>) => Node;

const DRAWN: Readonly<Record<string, Draw>> = {
  'text/html': markup,
  'application/javascript': script,
  'text/javascript': script,
  'image/svg+xml': markup,
  'image/png': imageOf('image/png'),
  'image/jpeg': imageOf('image/jpeg'),
  'image/gif': imageOf('image/gif'),
  'image/webp': imageOf('image/webp'),
  'application/json': (text) => document.createTextNode(text),
};

/** A value that the page shows by tags of its own. */
export interface DirectDisplay {
  readonly content: Node;
  /** Have the scripts in it run, once it is on the page. */
  readonly begin: (place: HTMLElement) => void;
}

/**
 * What shows a value directly; null where that takes more than the page's own tags: widgets, formulas, Markdown and
 * so on.
 */
export function directDisplay({ data, metadata }: DisplayContent): DirectDisplay | null {
  if (WIDGET_VIEW in data) {
    return null;
  }
  const kind = Object.keys(DRAWN).find((each) => each in data);
  const draw = kind === undefined ? undefined : DRAWN[kind];
  if (kind !== undefined && draw !== undefined) {
    const said = metadata[kind];
    const attributes = typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {};
    const begin = draw === markup ? beginScripts : nothing;
    return { content: draw(textOf(data, kind), attributes), begin };
  }
  const kinds = Object.keys(data);
  return kinds.length === 1 && kinds[0] === 'text/plain'
    ? { content: document.createTextNode(textOf(data, 'text/plain')), begin: nothing }
    : null;
}

function textOf(data: MimeBundle, kind: string): string {
  const value = data[kind];
  return kind === 'application/json' && typeof value !== 'string'
    ? JSON.stringify(value, null, 2)
    : joinedText(value);
}

function markup(text: string): Node {
  const template = document.createElement('template');
  template.innerHTML = text;
  return template.content;
}

function script(text: string): Node {
  const made = document.createElement('script');
  made.textContent = text;
  return made;
}

function imageOf(kind: string): Draw {
  return (text, { width, height, alt }) => {
    const image = document.createElement('img');
    image.src = `data:${kind};base64,${text.replaceAll('\n', '')}`;
    for (const [name, value] of Object.entries({ width, height })) {
      if (typeof value === 'number' || typeof value === 'string') {
        image.setAttribute(name, String(value));
      }
    }
    image.alt = typeof alt === 'string' ? alt : '';
    return image;
  };
}

const ended = new AbortController();

/** Markup that is set runs no scripts by itself. */
function beginScripts(place: HTMLElement): void {
  void runScripts(place, ended.signal);
}

function nothing(): void {
  // There are no scripts.
}
