import type { CommModel } from '@lite-build/afm';
import { anyOf } from './any-of.ts';
import type { OtherModels } from './other-models.ts';
import type { RawState } from './python-message.ts';

const REFERENCE = /^IPY_MODEL_/;

/** Lay an AFM widget's view out as its `layout` says, ipywidgets' model of CSS properties, until the signal. */
export function applyLayout(
  model: CommModel,
  element: HTMLElement,
  others: OtherModels,
  signal: AbortSignal,
): void {
  let following = new AbortController();
  let styled: string[] = [];
  const style = (state: RawState): void => {
    for (const property of styled) {
      element.style.removeProperty(property);
    }
    styled = [];
    for (const [trait, value] of Object.entries(state)) {
      if (!trait.startsWith('_') && typeof value === 'string') {
        const property = trait.replaceAll('_', '-');
        element.style.setProperty(property, value);
        styled.push(property);
      }
    }
  };
  let classes: readonly string[] = [];
  const follow = (): void => {
    following.abort();
    following = new AbortController();
    const layout: unknown = model.get('layout');
    if (typeof layout === 'string' && REFERENCE.test(layout)) {
      others.followState(layout.replace(REFERENCE, ''), style, anyOf(following.signal, signal));
    }
  };
  const classify = (): void => {
    const given: unknown = model.get('_dom_classes');
    element.classList.remove(...classes);
    classes = Array.isArray(given) ? given.map(String) : [];
    element.classList.add(...classes);
  };
  follow();
  classify();
  model.on('change:layout', follow);
  model.on('change:_dom_classes', classify);
  signal.addEventListener('abort', () => {
    model.off('change:layout', follow);
    model.off('change:_dom_classes', classify);
  });
}
