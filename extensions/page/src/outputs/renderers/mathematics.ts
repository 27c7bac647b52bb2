/*! Temml (https://temml.org), Copyright (c) 2020 Ron Kok, and KaTeX, Copyright (c) 2013-2020 Khan Academy and other contributors: MIT License, https://github.com/ronkok/Temml/blob/main/LICENSE */
import temml from 'temml';
import temmlStyles from 'temml/dist/Temml-Local.css' with { type: 'text' };
import scriptLetters from 'temml/dist/Temml.woff2' with { type: 'bytes' };
import { adoptStyles } from '../adopt-styles.ts';

/** Mathematics among text: JupyterLab's delimiters, and a dollar that is none. */
const PIECES =
  /\\\$|\$\$([^]+?)\$\$|\$((?:\\[^]|[^$\\])+)\$|\\\(([^]+?)\\\)|\\\[([^]+?)\\\]|(\\begin\{([a-zA-Z]+\*?)\}[^]+?\\end\{\6\})/g;
/** Where a dollar is a dollar. */
const OTHER_TEXT = 'script,style,textarea,pre,code,kbd,samp,svg,math,.tex2jax_ignore,.mathjax_ignore';

const styled = new WeakSet<Document | ShadowRoot>();
let hasFont = false;
/** Temml numbers these environments; JupyterLab does not. A `\tag` is shown in the ones with a star, too. */
const NUMBERED = /(\\(?:begin|end)\{(?:equation|align|alignat|gather))\}/g;
/** Fonts with a table for mathematics, of the systems that have one; without any, large signs stay small. */
const FONTS = [
  'Cambria Math',
  'STIX Two Math',
  'STIXTwoMath-Regular',
  'Latin Modern Math',
  'New Computer Modern Math',
  'Libertinus Math',
  'XITS Math',
  'Asana Math',
  'TeX Gyre Termes Math',
  'DejaVu Math TeX Gyre',
  'Noto Sans Math',
  'NotoSansMath-Regular',
];

/** Show the mathematics in an element's text. */
export function typeset(element: HTMLElement): void {
  const walker = document.createTreeWalker(
    element,
    NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT,
    (node) => {
      if (node instanceof Element) {
        return node.matches(OTHER_TEXT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
      }
      return NodeFilter.FILTER_ACCEPT;
    },
  );
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) typesetText(text);
}

function typesetText(text: Text): void {
  const source = text.data;
  const pieces: (Node | string)[] = [];
  let from = 0;
  for (const match of source.matchAll(PIECES)) {
    const [whole, shown, inline, inlineToo, shownToo, environment] = match;
    pieces.push(source.slice(from, match.index));
    from = match.index + whole.length;
    const tex = shown ?? inline ?? inlineToo ?? shownToo ?? environment;
    const isDisplay = (shown ?? shownToo ?? environment) !== undefined;
    pieces.push(tex === undefined ? '$' : formula(tex, isDisplay, text.parentElement ?? document.body));
  }
  if (from > 0) text.replaceWith(...pieces, source.slice(from));
}

/** A formula as MathML; a mistake in it stands there in red, with the source. `place` is where it will be. */
export function formula(tex: string, isDisplay: boolean, place: Element): Element {
  adoptStyles(place, formulaStyles('.lite-outputs'), styled);
  if (!hasFont) {
    hasFont = true;
    document.fonts.add(new FontFace('Temml', scriptLetters));
  }
  const host = document.createElement('span');
  host.className = isDisplay ? 'lite-formula lite-formula-display' : 'lite-formula';
  temml.render(tex.replace(NUMBERED, '$1*}'), host, {
    displayMode: isDisplay,
    throwOnError: false,
    annotate: true,
  });
  return host;
}

/** The bytes of the font for script letters, which no system has for sure. Its name is Temml. */
export { scriptLetters };

/** Temml's styles for what is in some places alone: theirs are for a whole page. Its font is given by other means. */
export function formulaStyles(places: string): string {
  const rules = temmlStyles.replace(/@font-face\s*\{[^}]*\}/, '').replace(/body\s*\{/, ':scope {');
  const fonts = FONTS.map((font) => `'${font}'`).join(', ');
  return `@scope (${places}) { ${rules} math { font-family: ${fonts}, math; } }`;
}
