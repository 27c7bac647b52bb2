import type { OutputAreaOptions, OutputLimits } from './options.ts';
import type { MimeBundle } from './output-values.ts';

/** What a renderer is given. */
export interface Rendering {
  /** Into which it renders; empty, in the page's own tree, and the renderer's alone. */
  readonly element: HTMLElement;
  readonly mimeType: string;
  /** The value of the MIME type: text, or JSON. */
  readonly value: unknown;
  /** What is said of this value, and what is said of all. */
  readonly metadata: MimeBundle;
  /** The output's text, for those who see nothing; empty where it has none. */
  readonly alternative: string;
  readonly isTrusted: boolean;
  readonly limits: OutputLimits;
  readonly options: OutputAreaOptions;
  /** Aborted when the output goes away, or is updated. */
  readonly signal: AbortSignal;
}

/** Renders a value; throws or rejects where it cannot, and the output's next type is shown. */
export type Renderer = (rendering: Rendering) => void | Promise<void>;

/** Gets a renderer, when there is something for it. */
export type LoadRenderer = () => Renderer | Promise<Renderer>;

/** Why a value is not shown, in words for the reader. */
export class CannotShow extends Error {
  override readonly name = 'CannotShow';
}
