import { DisplayView, kindOf } from './display-view.ts';
import { errorLine, errorView, type ErrorContent } from './text/error-view.ts';
import { DEFAULT_LIMITS, type OutputAreaOptions, type OutputLimits } from './options.ts';
import { joinedText, type DisplayContent, type SavedOutput } from './output-values.ts';
import { TerminalText } from './text/terminal-text.ts';
import { TextView } from './text/text-view.ts';

/** One output of an area: what it is, and its view, if it is shown. */
export interface OutputItem {
  readonly saved: SavedOutput;
  /** Show it at a place of the page, which `place` puts its element into. */
  show(place: (element: HTMLElement) => void): void;
  /** Draw what has changed since it was shown, or drawn last. */
  draw(): void;
  /** Settles when what is to be seen is there. */
  readonly ready: Promise<void>;
  /** What it is, in words: some of it where it is text. */
  readonly told: { readonly kind: string; readonly text?: string };
  dispose(): void;
}

/** Text of one of a program's streams. */
export class StreamItem implements OutputItem {
  readonly ready = Promise.resolve();
  readonly name: string;
  private readonly text: TerminalText;
  private readonly limits: OutputLimits;
  private view: { element: HTMLElement; text: TextView } | undefined;

  constructor(name: string, text: string, options: OutputAreaOptions) {
    this.name = name;
    this.text = new TerminalText(text);
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
  }

  append(text: string): void {
    this.text.write(text);
  }

  show(place: (element: HTMLElement) => void): void {
    const element = document.createElement('div');
    element.className = 'lite-output lite-stream';
    element.dataset['stream'] = this.name;
    const text = new TextView(this.text, this.limits);
    element.append(text.element);
    this.view = { element, text };
    place(element);
  }

  draw(): void {
    this.view?.text.update();
  }

  dispose(): void {
    this.view?.element.remove();
    this.view = undefined;
  }

  get saved(): SavedOutput {
    return { output_type: 'stream', name: this.name, text: this.text.toString() };
  }

  get told(): OutputItem['told'] {
    return { kind: 'text', text: this.text.plain() };
  }
}

/** An error that has ended a run, or was shown in one. */
export class ErrorItem implements OutputItem {
  readonly ready = Promise.resolve();
  readonly content: ErrorContent;
  private readonly options: OutputAreaOptions;
  private element: HTMLElement | undefined;

  constructor(content: ErrorContent, options: OutputAreaOptions) {
    this.content = content;
    this.options = options;
  }

  show(place: (element: HTMLElement) => void): void {
    const limits = { ...DEFAULT_LIMITS, ...this.options.limits };
    this.element = errorView(this.content, limits, this.options.openTracebacks ?? false);
    place(this.element);
  }

  // An error does not change.
  draw(): void {}

  dispose(): void {
    this.element?.remove();
  }

  get saved(): SavedOutput {
    const { ename, evalue, traceback } = this.content;
    return { output_type: 'error', ename, evalue, traceback };
  }

  get told(): OutputItem['told'] {
    return { kind: 'error', text: errorLine(this.content) };
  }
}

/** What was displayed, or is a cell's result. */
export class DisplayItem implements OutputItem {
  readonly displayId: string | undefined;
  private readonly executionCount: number | null | undefined;
  private readonly options: OutputAreaOptions;
  private content: DisplayContent;
  private isDrawn = true;
  private view: DisplayView | undefined;

  /** A cell's result has a count, which may be null; any other display has none. */
  constructor(
    content: DisplayContent,
    options: OutputAreaOptions,
    displayId?: string,
    executionCount?: number | null,
  ) {
    this.content = content;
    this.options = options;
    this.displayId = displayId;
    this.executionCount = executionCount;
  }

  update(content: DisplayContent): void {
    this.content = content;
    this.isDrawn = false;
  }

  show(place: (element: HTMLElement) => void): void {
    this.view = new DisplayView(this.options);
    place(this.view.element);
    this.isDrawn = true;
    this.view.show(this.content);
  }

  draw(): void {
    if (this.isDrawn) return;
    this.isDrawn = true;
    this.view?.update(this.content);
  }

  dispose(): void {
    this.view?.dispose();
    this.view = undefined;
  }

  get ready(): Promise<void> {
    return this.view?.ready ?? Promise.resolve();
  }

  get saved(): SavedOutput {
    const { data, metadata } = this.content;
    const { executionCount } = this;
    return executionCount === undefined
      ? { output_type: 'display_data', data, metadata }
      : { output_type: 'execute_result', execution_count: executionCount, data, metadata };
  }

  get told(): OutputItem['told'] {
    const kind = kindOf(this.content.data);
    return kind === 'text' ? { kind, text: joinedText(this.content.data['text/plain']) } : { kind };
  }
}
