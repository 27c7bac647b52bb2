import { joinedText } from '../output-values.ts';
import { CannotShow, type Rendering } from '../renderer.ts';
import { siteLibrary } from '../site-libraries.ts';

/** Libraries that are too large to come with a page that may not need them; a page's author may add them. */
interface PageLibraries {
  Plotly?: {
    newPlot(element: HTMLElement, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
    purge(element: HTMLElement): void;
  };
  vegaEmbed?: (
    element: HTMLElement,
    specification: unknown,
    options: unknown,
  ) => Promise<{ finalize(): void }>;
  mermaid?: { render(id: string, source: string): Promise<{ svg: string }> };
}

let drawings = 0;

/**
 * Shows a figure with the library that the page has for it as a global, as such libraries' own pages say to load them,
 * or with the site's.
 */
export async function renderFromPage(rendering: Rendering): Promise<void> {
  const { mimeType } = rendering;
  const libraries = globalThis as PageLibraries;
  if (mimeType.includes('plotly')) await plotly(rendering, libraries.Plotly);
  else if (mimeType.includes('vega')) await vega(rendering, libraries.vegaEmbed);
  else await mermaid(rendering, libraries.mermaid);
}

async function plotly(rendering: Rendering, own: PageLibraries['Plotly']): Promise<void> {
  const library = own ?? ((await siteLibrary('plotly', 'Plotly')) as PageLibraries['Plotly']);
  rendering.signal.throwIfAborted();
  if (!library) throw missing('a plotly figure', 'plotly.js (its global is Plotly)');
  const { element, value, signal } = rendering;
  const { data, layout, config } = value as { data?: unknown; layout?: unknown; config?: object };
  await library.newPlot(element, data ?? [], layout ?? {}, { responsive: true, ...config });
  signal.addEventListener('abort', () => {
    library.purge(element);
  });
}

async function vega(rendering: Rendering, library: PageLibraries['vegaEmbed']): Promise<void> {
  if (!library) throw missing('a Vega chart', 'vega-embed (its global is vegaEmbed)');
  const { element, value, signal, metadata } = rendering;
  const view = await library(element, value, metadata['embed_options'] ?? { actions: false });
  signal.addEventListener('abort', () => {
    view.finalize();
  });
}

async function mermaid(rendering: Rendering, library: PageLibraries['mermaid']): Promise<void> {
  const { element, value, alternative } = rendering;
  if (!library) throw missing('a Mermaid diagram', 'mermaid (its global is mermaid)');
  drawings += 1;
  const { svg } = await library.render(`lite-mermaid-${drawings}`, joinedText(value));
  const picture = document.createElement('img');
  picture.className = 'lite-image';
  picture.alt = alternative || joinedText(value);
  picture.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  element.append(picture);
}

function missing(what: string, library: string): CannotShow {
  return new CannotShow(`This page cannot show ${what}: it would need ${library}.`);
}
