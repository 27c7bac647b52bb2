import iconNames from '@fortawesome/fontawesome-free/css/fontawesome.min.css' with { type: 'text' };
import olderNames from '@fortawesome/fontawesome-free/css/v4-shims.min.css' with { type: 'text' };
import font from '@fortawesome/fontawesome-free/webfonts/fa-solid-900.woff2' with { type: 'bytes' };
import { adoptStyles } from '../../outputs/styles.ts';
import { CONTROLS_CLASS, nested } from './styles.ts';

/** The page may have Font Awesome of its own, in another version. */
const FAMILY = 'lite-build icons';
const styled = new WeakSet<Document | ShadowRoot>();
let hasFont = false;

/** Have the icons of Font Awesome's free solid set, by their names of versions 5 and 4, in the tree of an element. */
export function adoptIconStyles(element: Element): void {
  if (!hasFont) {
    hasFont = true;
    document.fonts.add(new FontFace(FAMILY, font, { weight: '900' }));
  }
  // What others of its sets have is shown by this one, or not at all.
  const families = /font-family:\s*"?Font Awesome 5 (?:Free|Brands)"?(?:;\s*font-weight:\s*\d+)?/g;
  const solid = `font-family: "${FAMILY}"; font-weight: 900`;
  const styles = `${iconNames}\n${olderNames}`.replace(families, solid);
  const own = `.${CONTROLS_CLASS} :is(.fa, .fas) { ${solid} }`;
  adoptStyles(element, `${nested(styles)}\n${own}`, styled);
}
