import { hearUpdates, updateEverywhere } from './displays.ts';
import { areEqual } from './equal.ts';
import { DisplayItem, ErrorItem, StreamItem, type OutputItem } from './items.ts';
import { DEFAULT_LIMITS, type OutputAreaOptions } from './options.ts';
import { joinedText, type DisplayContent, type RunOutput, type SavedOutput } from './output-values.ts';
import { followPageScheme } from './page-scheme.ts';
import { adoptOutputStyles } from './styles.ts';
import { summaryOf } from './summary.ts';
import { word } from '../words/later-words.ts';

/** For how long an area that was cleared waits for what takes its place, in milliseconds; JupyterLab's are 50. */
const HELD_MILLISECONDS = 100;

/**
 * Shows what a cell puts out, as JupyterLab does.
 *
 * The element that it renders into is its own. It has to be in the page's tree and not in a shadow root: scripts of
 * HTML outputs look for their elements by id in the document.
 *
 * The area is no live region: `summary` is what can be said, once, when a run is over.
 */
export class OutputArea {
  readonly element: HTMLElement;
  private readonly kernel: object;
  private readonly options: OutputAreaOptions;
  private readonly items: OutputItem[] = [];
  private readonly changed = new Set<OutputItem>();
  private readonly ended = new AbortController();
  private readonly more = document.createElement('button');
  private clearsNext: 'for-output' | 'for-run' | undefined;
  private showsAll = false;
  /** What the items were restored from, each from its own; empty where something else has happened since. */
  private restored: readonly SavedOutput[] = [];
  private frame = 0;
  private release = 0;

  constructor(element: HTMLElement, options: OutputAreaOptions = {}) {
    this.element = element;
    this.options = options;
    this.kernel = options.kernel ?? this;
    element.classList.add('lite-outputs');
    adoptOutputStyles(element);
    followPageScheme(element, this.ended.signal);
    hearUpdates(this.kernel, this, this.ended.signal);
    this.more.type = 'button';
    this.more.className = 'lite-more';
    this.more.addEventListener('click', () => {
      this.reveal();
    });
  }

  /** Show one more output, or do as it says: clear, update. */
  add(output: RunOutput): void {
    if (this.ended.signal.aborted) return;
    this.restored = [];
    switch (output.type) {
      case 'clear_output':
        this.clear({ wait: output.bundle.wait });
        break;
      case 'update_display_data': {
        const { data, metadata, transient } = output.bundle;
        updateEverywhere(this.kernel, transient.display_id, { data, metadata });
        break;
      }
      case 'stream':
        this.write(output.bundle.name, output.bundle.text);
        break;
      case 'display_data': {
        const { data, metadata, transient } = output.bundle;
        this.append(new DisplayItem({ data, metadata }, this.options, transient?.display_id));
        break;
      }
      case 'execute_result': {
        const { data, metadata, execution_count: count, transient } = output.bundle;
        this.append(new DisplayItem({ data, metadata }, this.options, transient?.display_id, count));
        break;
      }
      case 'execute_error':
        this.append(new ErrorItem(output.bundle, this.options));
        break;
    }
  }

  /** Show other values in all displays of this area that have an id. */
  update(displayId: string, content: DisplayContent): void {
    for (const item of this.items) {
      if (!(item instanceof DisplayItem) || item.displayId !== displayId) continue;
      this.restored = [];
      item.update(content);
      this.drawLater(item);
    }
  }

  /** Take all away: at once, or when the next output comes, so that nothing flickers. */
  clear({ wait }: { wait: boolean }): void {
    if (wait) {
      this.clearsNext = 'for-output';
      return;
    }
    this.holdHeight();
    this.clearsNext = undefined;
    this.restored = [];
    for (const item of this.items) item.dispose();
    this.items.length = 0;
    this.changed.clear();
    this.more.remove();
    this.showsAll = false;
    this.releaseLater(HELD_MILLISECONDS);
  }

  /** A run begins: what is there stays until the run's first output, or its end. */
  beginRun(): void {
    this.clearsNext = 'for-run';
  }

  /** A run is over: what was there before it goes, if nothing has taken its place. */
  endRun(): void {
    if (this.clearsNext === 'for-run') this.clear({ wait: false });
  }

  /**
   * Show outputs that a notebook was saved with, in the place of what is there. They are in the page on return.
   *
   * What is shown already, in the same order, stays as it is; a stream that goes on is continued.
   *
   * @param isTrusted as the option of that name, for these outputs alone: others may have saved them.
   */
  restore(outputs: readonly SavedOutput[], isTrusted = this.options.isTrusted !== false): void {
    const common = this.keepCommon(outputs);
    const options = { ...this.options, isTrusted };
    for (const output of outputs.slice(common)) this.addSaved(output, options);
    this.restored = this.items.length === outputs.length ? [...outputs] : [];
    this.draw();
  }

  /** The outputs as a notebook holds them. */
  get outputs(): SavedOutput[] {
    return this.items.map((item) => item.saved);
  }

  /** What there is, in a sentence for who hears it. */
  get summary(): string {
    return summaryOf(this.items);
  }

  /** Draws what has changed, and resolves when all that is to be seen is there. */
  async settled(): Promise<void> {
    this.draw();
    await Promise.all(this.items.map((item) => item.ready));
  }

  /** Ends what outputs do in the page, and takes them away. The area takes no more. */
  dispose(): void {
    this.ended.abort();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.release);
    for (const item of this.items) item.dispose();
    this.items.length = 0;
    this.more.remove();
    this.element.style.minHeight = '';
  }

  /** Take away what differs from these outputs, and what is behind it; tells how many of them are there. */
  private keepCommon(outputs: readonly SavedOutput[]): number {
    const { restored } = this;
    const isCut = this.items.length > { ...DEFAULT_LIMITS, ...this.options.limits }.outputs;
    const different = restored.findIndex((output, index) => !areEqual(output, outputs[index]));
    let common = different < 0 ? restored.length : different;
    const last = this.items[common];
    const more = continuation(restored[common], outputs[common]);
    if (more !== undefined && last instanceof StreamItem && common === this.items.length - 1) {
      last.append(more);
      this.drawLater(last);
      common += 1;
    }
    if (common === 0 || isCut || this.clearsNext) {
      this.clear({ wait: false });
      return 0;
    }
    for (const item of this.items.splice(common)) item.dispose();
    return common;
  }

  private addSaved(output: SavedOutput, options: OutputAreaOptions): void {
    switch (output.output_type) {
      case 'stream':
        this.write(output.name, joinedText(output.text));
        break;
      case 'error':
        this.append(new ErrorItem(output, options));
        break;
      case 'display_data':
        this.append(new DisplayItem(contentOf(output), options));
        break;
      case 'execute_result':
        this.append(new DisplayItem(contentOf(output), options, undefined, output.execution_count));
        break;
    }
  }

  private write(name: string, text: string): void {
    const last = this.items.at(-1);
    if (!this.clearsNext && last instanceof StreamItem && last.name === name) {
      last.append(text);
      this.drawLater(last);
    } else {
      this.append(new StreamItem(name, text, this.options));
    }
  }

  private append(item: OutputItem): void {
    if (this.clearsNext) this.clear({ wait: false });
    this.items.push(item);
    const { outputs } = { ...DEFAULT_LIMITS, ...this.options.limits };
    if (this.showsAll || this.items.length <= outputs) {
      item.show((element) => {
        this.element.append(element);
      });
      this.releaseLater(0);
      return;
    }
    const shown = this.items.filter((one, index) => index < outputs || one instanceof ErrorItem).length;
    this.more.textContent = word('show-all-outputs', {
      count: this.items.length,
      hidden: this.items.length - shown,
    });
    if (!this.element.contains(this.more)) this.element.append(this.more);
    // An error is never hidden behind the outputs before it.
    if (item instanceof ErrorItem) {
      item.show((element) => {
        this.element.append(element);
      });
    }
  }

  private reveal(): void {
    const { outputs } = { ...DEFAULT_LIMITS, ...this.options.limits };
    this.showsAll = true;
    for (const item of this.items.slice(outputs)) {
      if (item instanceof ErrorItem) continue;
      item.show((element) => {
        this.more.before(element);
      });
    }
    this.more.remove();
  }

  private drawLater(item: OutputItem): void {
    this.changed.add(item);
    this.frame ||= requestAnimationFrame(() => {
      this.draw();
    });
  }

  private draw(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    for (const item of this.changed) item.draw();
    this.changed.clear();
  }

  private holdHeight(): void {
    clearTimeout(this.release);
    const { style } = this.element;
    if (style.minHeight === '' && this.items.length > 0) style.minHeight = `${this.element.offsetHeight}px`;
  }

  /** Let the height go when the outputs are there, after some milliseconds. */
  private releaseLater(milliseconds: number): void {
    if (this.element.style.minHeight === '') return;
    clearTimeout(this.release);
    this.release = window.setTimeout(() => {
      void this.settled().then(() => {
        this.element.style.minHeight = '';
      });
    }, milliseconds);
  }
}

/** Notebooks that others have written may lack what the format asks for. */
function contentOf({ data, metadata }: Partial<DisplayContent>): DisplayContent {
  return { data: data ?? {}, metadata: metadata ?? {} };
}

/** What a stream has more than it had; undefined where it is another one. */
function continuation(before: SavedOutput | undefined, after: SavedOutput | undefined): string | undefined {
  if (before?.output_type !== 'stream' || after?.output_type !== 'stream' || before.name !== after.name) {
    return undefined;
  }
  const [had, has] = [joinedText(before.text), joinedText(after.text)];
  return has.startsWith(had) ? has.slice(had.length) : undefined;
}
