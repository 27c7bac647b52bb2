import { isAddress } from '../modules/source.ts';
import { mapAddresses } from '../references/style-references.ts';
import { lookingAround, lookingAroundFrom } from './selectors.ts';

/** A style in use. */
export interface StyleUse {
  /** Marks the elements that the style is for, as the value of `STYLE_ATTRIBUTE`. */
  readonly key: string;
  release(): void;
}

/** Every view's element has it, empty where the widget brings no style. */
export const STYLE_ATTRIBUTE = 'data-afm-style';

type Root = Document | ShadowRoot;

interface SharedStyle {
  readonly key: string;
  users: number;
  readonly removal: AbortController;
}

/**
 * The styles of the widgets of a page, each there once however many views use it, and gone with the last.
 *
 * Rules reach the widget's own views alone (`@scope`), not the page and not the widgets within: two widgets that both
 * style `.button` do not meet. Not a shadow root, since widgets look themselves up in the document and use the page's
 * own classes. Styles are constructed sheets, which need nothing of a Content-Security-Policy; only text with `@import`
 * has to be a style element, and needs `style-src 'unsafe-inline'`.
 */
export class Stylesheets {
  readonly #styles = new Map<Root, Map<string, SharedStyle>>();
  #made = 0;

  /** How many styles are in use. */
  get size(): number {
    return [...this.#styles.values()].reduce((sum, styles) => sum + styles.size, 0);
  }

  /**
   * Use a style until it is released.
   *
   * @param css text or an address.
   * @param place where it is used: the document or shadow root around it gets the style.
   */
  use(css: string, place: Node): StyleUse {
    const around = place.getRootNode();
    const root = around instanceof ShadowRoot ? around : document;
    const styles = this.#styles.get(root) ?? new Map<string, SharedStyle>();
    this.#styles.set(root, styles);
    const style = styles.get(css) ?? this.#add(css, root);
    styles.set(css, style);
    style.users += 1;
    return {
      key: style.key,
      release: once(() => {
        style.users -= 1;
        if (style.users === 0) {
          style.removal.abort();
          styles.delete(css);
          if (styles.size === 0) {
            this.#styles.delete(root);
          }
        }
      }),
    };
  }

  #add(css: string, root: Root): SharedStyle {
    this.#made += 1;
    const style = { key: `style-${this.#made}`, users: 0, removal: new AbortController() };
    if (isAddress(css)) {
      void addAddress(css.trim(), style.key, root, style.removal.signal);
    } else {
      addText(css, style.key, root, style.removal.signal);
    }
    return style;
  }
}

function addText(
  css: string,
  key: string,
  root: Root,
  removal: AbortSignal,
  baseURL = document.baseURI,
): void {
  const [imports, rules] = splitImports(css);
  if (imports !== '') {
    const element = document.createElement('style');
    element.textContent = withAbsoluteAddresses(`${imports}\n${scoped(rules, key)}`, baseURL);
    addElement(element, root, removal);
    if (element.sheet !== null) {
      lookAround(element.sheet.cssRules, key);
    }
    return;
  }
  const sheet = new CSSStyleSheet({ baseURL });
  sheet.replaceSync(scoped(rules, key));
  lookAround(sheet.cssRules, key);
  root.adoptedStyleSheets.push(sheet);
  removal.addEventListener('abort', () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((each) => each !== sheet);
  });
}

async function addAddress(href: string, key: string, root: Root, removal: AbortSignal): Promise<void> {
  try {
    const response = await fetch(href, { signal: removal });
    if (!response.ok) {
      throw new Error(`${response.status} ${response.statusText}`);
    }
    addText(await response.text(), key, root, removal, href);
  } catch (error) {
    if (!removal.aborted) {
      // Hosts that let no page read their styles still let it use them, then with no scope.
      const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
      link.addEventListener('error', () => {
        console.warn(`The style ${href} could not be loaded.`, error);
      });
      addElement(link, root, removal);
    }
  }
}

function addElement(element: HTMLElement, root: Root, removal: AbortSignal): void {
  (root instanceof Document ? root.head : root).append(element);
  removal.addEventListener('abort', () => {
    element.remove();
  });
}

/** Firefox has it since 146: where there is none, each selector says as much. */
const HAS_SCOPES = 'CSSScopeRule' in globalThis;

/** From the widget's view down to, and without, the views of other widgets within it. */
function scoped(rules: string, key: string): string {
  return HAS_SCOPES ? `@scope (${viewOf(key)}) to (:scope [${STYLE_ATTRIBUTE}]) {\n${rules}\n}` : rules;
}

function viewOf(key: string): string {
  return `[${STYLE_ATTRIBUTE}="${key}"]`;
}

/** `@import` counts at the beginning of a sheet alone, never within a scope. */
function splitImports(css: string): [imports: string, rules: string] {
  const imports = /^(?:\s|\/\*[\s\S]*?\*\/|@charset[^;]*;|@import\s(?:"[^"]*"|'[^']*'|[^"';])*;)+/.exec(css);
  return imports?.[0].includes('@import') === true ? [imports[0], css.slice(imports[0].length)] : ['', css];
}

/** A style element has no address of its own: what it names would be sought beside the page. */
function withAbsoluteAddresses(css: string, baseURL: string): string {
  return mapAddresses(css, (address) =>
    address.startsWith('#') || !URL.canParse(address, baseURL) ? address : new URL(address, baseURL).href,
  );
}

function lookAround(rules: CSSRuleList, key: string): void {
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule) {
      rule.selectorText = HAS_SCOPES
        ? lookingAround(rule.selectorText)
        : lookingAroundFrom(rule.selectorText, viewOf(key), `[${STYLE_ATTRIBUTE}]`);
    } else if ('cssRules' in rule && rule.cssRules instanceof CSSRuleList) {
      lookAround(rule.cssRules, key);
    }
  }
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) {
      isDone = true;
      action();
    }
  };
}
