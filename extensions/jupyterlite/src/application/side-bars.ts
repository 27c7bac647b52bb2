/** The two sides of JupyterLab's main area that have a bar. */
export type Side = 'left' | 'right';
export const SIDES: readonly Side[] = ['left', 'right'];

/** What of JupyterLab's shell is used here. */
export interface SideBarShell {
  readonly leftCollapsed: boolean;
  readonly rightCollapsed: boolean;
  collapseLeft(): void;
  collapseRight(): void;
  expandLeft(): void;
  expandRight(): void;
}

/** Whether the bar of each side is open; of a side that is not there nobody has said. */
export type OpenSides = Partial<Record<Side, boolean>>;

/** What a reader has on narrow screens, and what on others. */
export interface SideBarChoices {
  readonly narrow: OpenSides;
  readonly wide: OpenSides;
}

export const NO_CHOICES: SideBarChoices = { narrow: {}, wide: {} };

/**
 * Keeps apart which side bars are open on narrow screens, where they are closed until the reader opens one, and on
 * others, where they are as the page was left.
 *
 * JupyterLab keeps one layout for both. So a bar that is closed here because the screen is narrow would be closed on the
 * next wide one as well, and a bar that was open there would cover a narrow one.
 */
export class SideBars {
  /**
   * @param shell JupyterLab's.
   * @param isNarrow whether the screen is narrow now.
   * @param choices as they were kept.
   * @param keep is called with the choices when they change.
   */
  constructor(
    shell: SideBarShell,
    isNarrow: () => boolean,
    choices: SideBarChoices,
    keep: (choices: SideBarChoices) => void,
  ) {
    this.#shell = shell;
    this.#isNarrow = isNarrow;
    this.#choices = choices;
    this.#keep = keep;
  }

  /** Open and close the bars as the page begins: what opens one then is not the reader. */
  arrange(): void {
    const isNarrow = this.#isNarrow();
    for (const side of SIDES) {
      const isOpen = this.#isOpen(side);
      const wanted = isNarrow ? (this.#choices.narrow[side] ?? false) : (this.#choices.wide[side] ?? isOpen);
      if (isOpen !== wanted) {
        if (isNarrow && this.#choices.wide[side] === undefined) {
          this.#choose('wide', side, isOpen);
        }
        this.#set(side, wanted);
      }
      this.#seen[side] = wanted;
    }
  }

  /** Remember what the reader has opened and closed since. */
  remember(): void {
    for (const side of SIDES) {
      const isOpen = this.#isOpen(side);
      if (isOpen !== this.#seen[side]) {
        this.#seen[side] = isOpen;
        this.#choose(this.#isNarrow() ? 'narrow' : 'wide', side, isOpen);
      }
    }
  }

  #choose(screen: keyof SideBarChoices, side: Side, isOpen: boolean): void {
    this.#choices = { ...this.#choices, [screen]: { ...this.#choices[screen], [side]: isOpen } };
    this.#keep(this.#choices);
  }

  #isOpen(side: Side): boolean {
    return !(side === 'left' ? this.#shell.leftCollapsed : this.#shell.rightCollapsed);
  }

  #set(side: Side, isOpen: boolean): void {
    if (side === 'left') {
      this.#shell[isOpen ? 'expandLeft' : 'collapseLeft']();
    } else {
      this.#shell[isOpen ? 'expandRight' : 'collapseRight']();
    }
  }

  readonly #shell: SideBarShell;
  readonly #isNarrow: () => boolean;
  readonly #keep: (choices: SideBarChoices) => void;
  readonly #seen: OpenSides = {};
  #choices: SideBarChoices;
}
