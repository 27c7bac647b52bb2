import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import {
  NO_CHOICES,
  type SideBarChoices,
  SideBars,
  type SideBarShell,
} from '../src/application/side-bars.ts';

/** A browser in which one page after the other is opened: JupyterLab keeps one layout for all. */
class Browser implements SideBarShell {
  leftCollapsed = false;
  rightCollapsed = true;
  collapseLeft = (): void => void (this.leftCollapsed = true);
  expandLeft = (): void => void (this.leftCollapsed = false);
  collapseRight = (): void => void (this.rightCollapsed = true);
  expandRight = (): void => void (this.rightCollapsed = false);

  open(width: 'narrow' | 'wide'): SideBars {
    const bars = new SideBars(
      this,
      () => width === 'narrow',
      this.choices,
      (choices) => (this.choices = choices),
    );
    bars.arrange();
    return bars;
  }

  choices: SideBarChoices = NO_CHOICES;
}

test('A narrow screen opens with both closed, and a wide one as it was', () => {
  const browser = new Browser();
  browser.rightCollapsed = false;
  browser.open('narrow');
  deepEqual([browser.leftCollapsed, browser.rightCollapsed], [true, true]);
  browser.open('wide');
  deepEqual([browser.leftCollapsed, browser.rightCollapsed], [false, false]);
});

test('A wide screen is left as it is, and nothing is kept of it', () => {
  const browser = new Browser();
  browser.open('wide');
  deepEqual([browser.leftCollapsed, browser.rightCollapsed], [false, true]);
  equal(browser.choices, NO_CHOICES);
});

test('What opens a side bar as the page begins is not the reader', () => {
  const browser = new Browser();
  const bars = browser.open('narrow');
  browser.expandLeft();
  bars.arrange();
  equal(browser.leftCollapsed, true);
  deepEqual(browser.choices.narrow, {});
});

test('What a reader opens on a narrow screen is open on the next narrow one', () => {
  const browser = new Browser();
  const bars = browser.open('narrow');
  browser.expandLeft();
  bars.remember();
  browser.open('narrow');
  equal(browser.leftCollapsed, false);
  const again = browser.open('narrow');
  browser.collapseLeft();
  again.remember();
  browser.open('narrow');
  equal(browser.leftCollapsed, true);
  browser.open('wide');
  equal(browser.leftCollapsed, false);
});

test('What a reader closes on a wide screen stays closed there, whatever is open on a narrow one', () => {
  const browser = new Browser();
  const wide = browser.open('wide');
  browser.collapseLeft();
  wide.remember();
  const narrow = browser.open('narrow');
  browser.expandLeft();
  narrow.remember();
  browser.open('wide');
  equal(browser.leftCollapsed, true);
});
