import { COMPONENT_TAGS } from './components/component-tags.ts';
import { LiteCell } from './elements/lite-cell.ts';
import { LiteExample } from './elements/lite-example.ts';
import { LiteExercise } from './elements/lite-exercise.ts';
import { LiteNotebook } from './elements/lite-notebook.ts';
import { LiteOffline } from './elements/lite-offline.ts';
import { LiteRepl } from './elements/lite-repl.ts';
import { LiteWidget } from './elements/lite-widget.ts';
import { toldOf } from './elements/missing-part.ts';
import { offerLibraries } from './outputs/site-libraries.ts';
import { currentPage, join, type SiteFacts } from './page.ts';
import { awaitPython } from './scripts/handlers.ts';
import { SIGNS } from './scripts/signs.ts';
import './site-version/touched.ts';

export { lite } from './calls/kernel.ts';

/** The page's elements, by their tags. */
const ELEMENTS = {
  'lite-cell': LiteCell,
  'lite-example': LiteExample,
  'lite-notebook': LiteNotebook,
  'lite-exercise': LiteExercise,
  'lite-offline': LiteOffline,
  'lite-repl': LiteRepl,
  'lite-widget': LiteWidget,
} as const;

/**
 * Make a site's Python part of this page. Called by the site's own script, `lite.js`.
 *
 * @param scriptUrl of that script, which is in the site's root.
 */
export function begin(scriptUrl: string, facts: SiteFacts): void {
  const script = scriptOf(scriptUrl);
  const baseUrl = new URL('.', scriptUrl).href;
  const boot = script?.getAttribute('boot') ?? null;
  const files = script?.getAttribute('files') ?? null;
  if (!join({ ...facts, baseUrl, boot, files })) {
    return;
  }
  offerLibraries(facts.libraries, baseUrl);
  onceThereIs(COMPONENT_TAGS.join(), () => {
    // Nothing else on the page stops where they cannot be fetched.
    currentPage().components = import('./components/define-components.ts')
      .then(({ defineComponents }) => defineComponents())
      .catch((error: unknown) => {
        console.error(toldOf(error, baseUrl));
      });
  });
  for (const [tag, element] of Object.entries(ELEMENTS)) {
    customElements.define(tag, element);
  }
  carryOnceTyped(baseUrl);
  // A module runs once the page has been read, but for one that says `async`.
  whenRead(() => {
    import('./site-version/plain-page.ts')
      .then(({ lookAfterFiles }) => {
        lookAfterFiles(scriptUrl, facts);
      })
      .catch((error: unknown) => {
        console.error(toldOf(error, baseUrl));
      });
    if (document.querySelector(':not(:defined)') !== null) {
      void import('./unknown-tags.ts').then(({ tellUnknownTags }) => {
        tellUnknownTags([...Object.keys(ELEMENTS), ...COMPONENT_TAGS]);
      });
    }
    const tags = Object.keys(facts.elements);
    if (tags.length > 0) {
      onceThereIs(tags.map((tag) => CSS.escape(tag)).join(), () => {
        void import('./tags/made-tags.ts').then(({ madeTags }) => {
          madeTags.declare();
        });
      });
    }
    onceThereIs(SIGNS, () => {
      awaitPython();
      void Promise.all([import('./scripts/page-scripts.ts'), currentPage().components]).then(
        ([{ PageScripts }]) => {
          new PageScripts().begin();
        },
      );
    });
  });
}

/**
 * Have links carry what is typed, once a reader is about to type into a cell, or one has run, which may propose other
 * code. Where the part of the script that does so cannot be fetched, the next such event tries once more.
 */
function carryOnceTyped(baseUrl: string): void {
  const carried = new AbortController();
  let isComing = false;
  let isTold = false;
  const carry = (event: Event): void => {
    const isElsewhere =
      event.type === 'focusin' &&
      !(event.target instanceof Element && event.target.closest('lite-cell') !== null);
    if (isComing || isElsewhere) {
      return;
    }
    isComing = true;
    import('./notebook/typed-links.ts').then(
      ({ carryTyped }) => {
        carried.abort();
        carryTyped(baseUrl);
      },
      (error: unknown) => {
        isComing = false;
        if (!isTold) {
          isTold = true;
          console.error('Links to notebooks leave out what is typed here.', toldOf(error, baseUrl));
        }
      },
    );
  };
  for (const event of ['focusin', 'input', 'lite-run']) {
    document.addEventListener(event, carry, { capture: true, signal: carried.signal });
  }
}

/** Do something once the page has an element that a selector finds, now or later. */
function onceThereIs(selector: string, act: () => void): void {
  if (document.querySelector(selector) !== null) {
    act();
    return;
  }
  const observer = new MutationObserver((changes) => {
    const added = changes
      .flatMap(({ addedNodes }) => [...addedNodes])
      .filter((node) => node instanceof Element);
    if (added.some((element) => element.matches(selector) || element.querySelector(selector) !== null)) {
      observer.disconnect();
      act();
    }
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** The page's tag for the script: of it, or of a file of its name that a build has put where the page looks for it. */
function scriptOf(scriptUrl: string): HTMLScriptElement | undefined {
  const scripts = [...document.scripts];
  return (
    scripts.find(({ src }) => src === scriptUrl) ?? scripts.find(({ src }) => /\/lite\.js(\?|#|$)/.test(src))
  );
}

function whenRead(act: () => void): void {
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', act, { once: true });
  } else {
    act();
  }
}
