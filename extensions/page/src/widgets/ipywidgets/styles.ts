import controlStyles from '@jupyter-widgets/controls/css/widgets-base.css' with { type: 'text' };
import luminoStyles from '@jupyter-widgets/controls/css/lumino.css' with { type: 'text' };
import sliderStyles from '@jupyter-widgets/controls/css/nouislider.css' with { type: 'text' };
import sliderChanges from '@jupyter-widgets/controls/css/nouislider-custom.css' with { type: 'text' };
import baseStyles from '@lumino/widgets/style/widget.css' with { type: 'text' };
import { adoptStyles } from '../../outputs/styles.ts';
import ownStyles from './controls.css' with { type: 'text' };

/** Of the element that ipywidgets' controls are in: their styles hold below it alone. */
export const CONTROLS_CLASS = 'lite-ipywidgets';

const FRAMES = /@(?:-webkit-)?keyframes[^{]+\{(?:[^{}]*\{[^}]*\})*\s*\}/g;

const styled = new WeakSet<Document | ShadowRoot>();

/** Have the controls' styles in the tree that an element is in, once. */
export function adoptControlStyles(element: Element): void {
  const theirs = [baseStyles, luminoStyles, sliderStyles, sliderChanges, controlStyles]
    .map(nested)
    .join('\n');
  adoptStyles(element, `${ownStyles}\n${theirs}`, styled);
}

/** Styles that are written for a whole page, for what is in our element. Animations are known by names of our own. */
export function nested(styles: string): string {
  const rules = styles.replace(/@import[^;]*;/g, '').replaceAll(':root', '&');
  const frames = rules.match(FRAMES) ?? [];
  const text = [`.${CONTROLS_CLASS} { ${rules.replace(FRAMES, '')} }`, ...frames].join('\n');
  const names = new Set(frames.map((each) => /keyframes\s+([\w-]+)/.exec(each)?.[1] ?? ''));
  return [...names].reduce(
    (renamed, name) =>
      renamed.replace(
        new RegExp(`((?:keyframes\\s+|animation(?:-name)?:\\s*))${name}\\b`, 'g'),
        `$1lite-${name}`,
      ),
    text,
  );
}
