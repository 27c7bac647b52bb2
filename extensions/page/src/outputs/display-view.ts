import { candidates, unknownTypes, WIDGET_VIEW, type Candidate } from './mime-types.ts';
import { DEFAULT_LIMITS, type OutputAreaOptions } from './options.ts';
import { joinedText, type DisplayContent, type MimeBundle } from './output-values.ts';
import { CannotShow } from './renderer.ts';
import { reachWhenScrolling } from './scrolling.ts';
import { word } from '../words/later-words.ts';

/** Shows the richest of a display's values that can be shown. */
export class DisplayView {
  readonly element = document.createElement('div');
  /** Settles when what is to be seen is there. Never rejects. */
  ready: Promise<void> = Promise.resolve();
  private readonly options: OutputAreaOptions;
  private showing = new AbortController();

  constructor(options: OutputAreaOptions) {
    this.options = options;
    this.element.className = 'lite-output lite-display';
  }

  /** Show other values in the place of these, which stay as high as they are until the others are there. */
  update(content: DisplayContent): void {
    const { element } = this;
    element.style.minHeight = `${element.offsetHeight}px`;
    this.show(content);
    const { ready } = this;
    void ready.then(() => {
      if (this.ready === ready) element.style.minHeight = '';
    });
  }

  /** Show values. The element has to be in the page: scripts look for what is beside them. */
  show(content: DisplayContent): void {
    this.showing.abort();
    this.showing = new AbortController();
    this.ready = this.showBest(content, this.showing.signal);
  }

  dispose(): void {
    this.showing.abort();
    this.element.remove();
  }

  private async showBest({ data, metadata }: DisplayContent, signal: AbortSignal): Promise<void> {
    const found = candidates(data, this.options);
    const reasons = unknownTypes(data, found).map((mimeType) => word('cannot-show', { kind: mimeType }));
    for (const candidate of found) {
      try {
        const done = this.attempt(candidate, data, metadata, signal);
        // What needs no waiting is there at once, with what was put out before it.
        if (done) await done;
        if (!signal.aborted && candidate.mimeType === 'text/plain') this.note(reasons, true);
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof CannotShow)) console.warn(`${candidate.mimeType} could not be shown.`, error);
        reasons.push(error instanceof Error ? error.message : String(error));
      }
    }
    this.element.replaceChildren();
    if (Object.keys(data).length > 0) this.note(reasons, false);
  }

  private attempt(
    candidate: Candidate,
    data: MimeBundle,
    metadata: MimeBundle,
    signal: AbortSignal,
  ): Promise<void> | undefined {
    const { mimeType } = candidate;
    const element = document.createElement('div');
    element.className = 'lite-rendered';
    element.dataset['mimeType'] = mimeType;
    const { options } = this;
    const rendering = {
      element,
      mimeType,
      value: data[mimeType],
      metadata: { ...metadata, ...(metadata[mimeType] as MimeBundle | undefined) },
      alternative: joinedText(data['text/plain']),
      isTrusted: options.isTrusted !== false,
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      options,
      signal,
    };
    this.element.replaceChildren(element);
    if (mimeType !== WIDGET_VIEW) reachWhenScrolling(element, signal);
    const renderer = candidate.load();
    if (!(renderer instanceof Promise)) return renderer(rendering) ?? undefined;
    return renderer.then((loaded) => (signal.aborted ? undefined : loaded(rendering)));
  }

  /** Say what is not shown, and that its text is beside it. */
  private note(reasons: readonly string[], hasText: boolean): void {
    if (reasons.length === 0) return;
    const note = document.createElement('div');
    note.className = 'lite-note';
    note.textContent = hasText ? `${reasons.join(' ')} ${word('its-text')}` : reasons.join(' ');
    this.element.prepend(note);
  }
}

/** In how few words a display's kind can be told. */
export function kindOf(data: MimeBundle): 'image' | 'table' | 'widget' | 'text' | 'output' {
  const types = Object.keys(data);
  if (WIDGET_VIEW in data) return 'widget';
  if (joinedText(data['text/html']).includes('<table')) return 'table';
  if (types.some((mimeType) => mimeType.startsWith('image/'))) return 'image';
  return types.length === 1 && 'text/plain' in data ? 'text' : 'output';
}
