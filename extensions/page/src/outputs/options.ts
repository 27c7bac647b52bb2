import type { LoadRenderer } from './renderer.ts';

/** How much of an output is shown before a reader asks for all. */
export interface OutputLimits {
  /** Characters of one text; of more, the beginning and the end. */
  readonly characters: number;
  /** Lines of one text. */
  readonly lines: number;
  /** Outputs of one area. */
  readonly outputs: number;
}

/** The outputs of an area as in JupyterLab; texts of more lines take a page for themselves. */
export const DEFAULT_LIMITS: OutputLimits = { characters: 100_000, lines: 500, outputs: 50 };

/**
 * Shows a view of a widget in an element.
 *
 * Returns (or resolves to) the view's end. Rejects, with words for the reader, where there is no such model.
 */
export type RenderWidget = (
  modelId: string,
  element: HTMLElement,
  signal: AbortSignal,
) => Promise<(() => void) | undefined> | (() => void) | undefined;

export interface OutputAreaOptions {
  /**
   * Whether what outputs hold may act in the page: scripts, handlers, frames. What Python of this page has put out
   * may, as in JupyterLab; what was saved by others may not, unless the build vouches for it. True by default.
   */
  readonly isTrusted?: boolean;
  /** Whose outputs they are: what one cell updates by its display id may be in the areas of all cells of its kernel. */
  readonly kernel?: object;
  /** The address that relative ones of HTML and Markdown lead from, such as the notebook's; the page's own by default. */
  readonly base?: string;
  readonly limits?: Partial<OutputLimits>;
  /** Shows views of widgets; without it a page says that it cannot. */
  readonly renderWidget?: RenderWidget;
  /** Renderers of further MIME types, or in the place of ours; loaded when such an output is first shown. */
  readonly renderers?: Readonly<Record<string, LoadRenderer>>;
  /** Whether tracebacks are unfolded at first. */
  readonly openTracebacks?: boolean;
}
