import { adoptStyles } from './adopt-styles.ts';
import outputStyles from './outputs.css' with { type: 'text' };

export { outputStyles };

const adopted = new WeakSet<Document | ShadowRoot>();

/** Have the styles of outputs in the tree that an element is in, once. */
export function adoptOutputStyles(element: Element): void {
  adoptStyles(element, outputStyles, adopted);
}
