import { adoptStyles } from '../../outputs/adopt-styles.ts';
import slottedStyles from './slotted-code.css' with { type: 'text' };

/** What a page's code has while it is shown in an element's slot. */
const CLASS = 'lite-code';
const having = new WeakSet<Document | ShadowRoot>();

/** Have code that a page brings stand where the element's own lines would: nothing moves when one takes the other's place. */
export function adoptSlottedStyles(slotted: HTMLElement): void {
  slotted.classList.add(CLASS);
  adoptStyles(slotted, slottedStyles, having);
}
