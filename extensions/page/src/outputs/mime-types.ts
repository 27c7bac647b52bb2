import type { OutputAreaOptions } from './options.ts';
import type { MimeBundle } from './output-values.ts';
import type { LoadRenderer } from './renderer.ts';
import { renderHtml } from './renderers/html.ts';
import { renderImage, renderSvg } from './renderers/image.ts';
import { renderJavaScript } from './renderers/javascript.ts';
import { renderText } from './renderers/text.ts';
import { renderWidget } from './renderers/widget.ts';

export const WIDGET_VIEW = 'application/vnd.jupyter.widget-view+json';

const image: LoadRenderer = () => renderImage;
const javascript: LoadRenderer = () => renderJavaScript;
const fromPage: LoadRenderer = () =>
  import('./renderers/from-page.ts').then((module) => module.renderFromPage);

/** Our renderers, the richest type first: JupyterLab's order. What is not in every page's first script is imported. */
const OURS: Readonly<Record<string, LoadRenderer>> = {
  [WIDGET_VIEW]: () => renderWidget,
  'application/vnd.plotly.v1+json': fromPage,
  'application/vnd.vegalite.v6+json': fromPage,
  'application/vnd.vegalite.v5+json': fromPage,
  'application/vnd.vegalite.v4+json': fromPage,
  'application/vnd.vega.v6+json': fromPage,
  'application/vnd.vega.v5+json': fromPage,
  'text/vnd.mermaid': fromPage,
  'application/geo+json': () => import('./renderers/geojson.ts').then((module) => module.renderGeoJson),
  'application/json': () => import('./renderers/json.ts').then((module) => module.renderJson),
  'application/pdf': () => import('./renderers/pdf.ts').then((module) => module.renderPdf),
  'text/html': () => renderHtml,
  'text/markdown': () => import('./renderers/markdown.ts').then((module) => module.renderMarkdown),
  'text/latex': () => import('./renderers/latex.ts').then((module) => module.renderLatex),
  'image/svg+xml': () => renderSvg,
  'image/png': image,
  'image/jpeg': image,
  'image/gif': image,
  'image/webp': image,
  'image/bmp': image,
  'image/avif': image,
  'text/javascript': javascript,
  'application/javascript': javascript,
  'text/plain': () => renderText,
};
/** These only act: where they may not, nothing of them is shown. */
const NEED_TRUST = new Set(['text/javascript', 'application/javascript']);

/** A way to show an output. */
export interface Candidate {
  readonly mimeType: string;
  readonly load: LoadRenderer;
}

/** The ways in which a bundle can be shown, the best first. */
export function candidates(data: MimeBundle, options: OutputAreaOptions): Candidate[] {
  const given = options.renderers ?? {};
  const known = [...Object.keys(given).filter((mimeType) => !(mimeType in OURS)), ...Object.keys(OURS)];
  const found: Candidate[] = [];
  for (const mimeType of known) {
    const load = given[mimeType] ?? OURS[mimeType];
    const mayAct = options.isTrusted !== false || !NEED_TRUST.has(mimeType);
    if (load && data[mimeType] !== undefined && mayAct) found.push({ mimeType, load });
  }
  return found;
}

/** The types that nobody here knows, but for those that only tell a notebook's front end to load something. */
export function unknownTypes(data: MimeBundle, known: readonly Candidate[]): string[] {
  const shown = new Set(known.map(({ mimeType }) => mimeType));
  return Object.keys(data).filter(
    (mimeType) =>
      !shown.has(mimeType) && !NEED_TRUST.has(mimeType) && !/_(?:exec|load)\.v0\+json$/.test(mimeType),
  );
}
