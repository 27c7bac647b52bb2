import type { CopyAction, CopyState, OfflineCopy } from './offline-copy.ts';

/** The names of what it says, in `lite_build/words/page_words`. */
export type CopyWord = `offline-${
  | 'ask'
  | 'cannot'
  | 'changed'
  | 'continue'
  | 'fetching'
  | 'full'
  | 'keep'
  | 'looking'
  | 'network'
  | 'newer'
  | 'part'
  | 'remove'
  | 'stop'
  | 'update'
  | 'whole'}`;

const STYLE = `
.lite-offline { max-width: 40em; font: var(--lite-interface-font, 0.85em / 1.4 system-ui, sans-serif); }
.lite-offline :is(p, progress) { margin: 0 0 0.5em; }
.lite-offline progress { display: block; width: 100%; }
.lite-offline progress[hidden] { display: none; }
.lite-offline div { display: flex; flex-wrap: wrap; gap: 0.5em; }
.jp-Dialog .lite-offline { font: inherit; }
.jp-Dialog .lite-offline button {
  padding: 3px 12px; border: 1px solid var(--jp-border-color1); border-radius: 3px;
  background: var(--jp-layout-color2); color: inherit; font: inherit; cursor: pointer;
}
`;
/** How often it asks how far that is which is being fetched, in milliseconds. */
const AGAIN = 400;

/** Shows how much of a site is kept, has the reader keep all of it, stop with that, and remove it. */
export class CopyView {
  readonly node = document.createElement('div');

  /**
   * @param templates the words by their names, with places for values: `{size}`.
   * @param language of sizes.
   */
  constructor(
    private readonly copy: Pick<OfflineCopy, 'act' | 'ready'>,
    private readonly templates: (name: CopyWord) => string,
    private readonly language: string,
  ) {
    this.#text.role = 'status';
    this.#bar.hidden = true;
    this.node.className = 'lite-offline';
    const style = document.createElement('style');
    style.textContent = STYLE;
    this.node.append(style, this.#text, this.#bar, this.#buttons);
  }

  /** Show it until the signal is aborted. */
  begin(signal: AbortSignal): void {
    this.#signal = signal;
    this.#say('offline-looking');
    addEventListener('online', () => void this.#act('look'), { signal });
    void this.#look();
  }

  async #look(): Promise<void> {
    await this.#act('look');
    // On a slow computer the service worker may be there after all.
    await this.copy.ready();
    if (this.#isUnknown && this.#signal?.aborted === false) {
      await this.#act('look');
    }
  }

  async #act(action: CopyAction): Promise<void> {
    clearTimeout(this.#timer);
    const round = ++this.#round;
    const state = await this.copy.act(action);
    if (round !== this.#round || this.#signal?.aborted === true) {
      return;
    }
    this.#draw(state);
    if (state?.isFetching === true) {
      this.#timer = setTimeout(() => void this.#act('hear'), AGAIN);
    } else if (state !== null && isLeftOff(state)) {
      // As by a reload, or without a network for a while.
      const isAnew = action === 'look';
      // The browser ends a service worker that works for long. What cannot be kept would be fetched for ever.
      const isNearer = state.problem === null && state.filesLacking < this.#lacking;
      if (isAnew || isNearer) {
        this.#lacking = state.filesLacking;
        await this.#act('keep');
      }
    }
  }

  #draw(state: CopyState | null): void {
    this.#bar.hidden = state?.isFetching !== true;
    this.#isUnknown = state === null;
    if (state === null) {
      this.#say('offline-cannot');
      this.#offer([]);
      return;
    }
    const { bytes, bytesLacking, files, filesLacking } = state;
    this.#bar.max = Math.max(1, bytes);
    this.#bar.value = bytes - bytesLacking;
    this.#say(nameOf(state), {
      here: (files - filesLacking).toLocaleString(this.#locale),
      files: files.toLocaleString(this.#locale),
      size: this.#size(state.isWhole ? bytes : bytesLacking),
    });
    this.#offer(offersOf(state));
  }

  #say(name: CopyWord, values: Readonly<Record<string, string>> = {}): void {
    const text = this.templates(name).replace(/\{(\w+)\}/g, (place, key: string) => values[key] ?? place);
    // A reader's device reads out what changes.
    if (this.#text.textContent !== text) {
      this.#text.textContent = text;
    }
  }

  /** Buttons that stay are the same ones: they may have the focus. */
  #offer(offers: readonly (readonly [CopyWord, CopyAction])[]): void {
    const labels = offers.map(([label]) => label).join();
    if (this.#offered === labels) {
      return;
    }
    const hadFocus = this.#buttons.contains((this.node.getRootNode() as Document | ShadowRoot).activeElement);
    this.#offered = labels;
    this.#buttons.replaceChildren(
      ...offers.map(([label, action]) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = this.templates(label);
        button.addEventListener('click', () => {
          this.#lacking = Infinity;
          void this.#act(action);
        });
        return button;
      }),
    );
    if (hadFocus) {
      this.#buttons.querySelector('button')?.focus();
    }
  }

  #size(bytes: number): string {
    const megabytes =
      bytes < 10_000_000 ? Math.max(0.1, Math.round(bytes / 100_000) / 10) : Math.round(bytes / 1e6);
    return megabytes.toLocaleString(this.#locale, { style: 'unit', unit: 'megabyte' });
  }

  /** A page may say of its language what is none. */
  get #locale(): string {
    try {
      return Intl.getCanonicalLocales(this.language)[0] ?? 'en';
    } catch {
      return 'en';
    }
  }

  readonly #text = document.createElement('p');
  readonly #bar = document.createElement('progress');
  readonly #buttons = document.createElement('div');
  #signal: AbortSignal | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #round = 0;
  #isUnknown = false;
  #offered = '';
  /** How many files were lacking when it last went on by itself. */
  #lacking = Infinity;
}

/** Whether the reader waits for more: for a version that she has not asked for she does not. */
function isLeftOff({ choice, isWhole, isOlder, isWished }: CopyState): boolean {
  return choice === 'keep' && !isWhole && (!isOlder || isWished);
}

function nameOf(state: CopyState): CopyWord {
  if (state.isFetching) {
    return 'offline-fetching';
  }
  if (state.isWhole) {
    return 'offline-whole';
  }
  if (state.problem !== null) {
    return `offline-${state.problem}`;
  }
  if (state.choice === null && state.kind !== 'all') {
    return 'offline-ask';
  }
  return state.isOlder ? 'offline-newer' : 'offline-part';
}

function offersOf(state: CopyState): (readonly [CopyWord, CopyAction])[] {
  if (state.isFetching) {
    return [['offline-stop', 'stop']];
  }
  const isBegun = state.choice !== null;
  const keep = state.isOlder && isBegun ? 'offline-update' : isBegun ? 'offline-continue' : 'offline-keep';
  return [
    ...(state.isWhole ? [] : ([[keep, 'keep']] as const)),
    // A site that keeps all by itself would do so again.
    ...(isBegun && state.kind !== 'all' ? ([['offline-remove', 'remove']] as const) : []),
  ];
}
