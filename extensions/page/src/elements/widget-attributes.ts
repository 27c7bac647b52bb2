import type { GivenAttribute } from '../widgets/element-python.ts';

/** Attributes that are the element's, or the page's. */
const ELEMENTS = new Set([
  'boot',
  'class',
  'exportparts',
  'files',
  'id',
  'is',
  'kernel',
  'namespace',
  'nonce',
  'part',
  'role',
  'slot',
  'style',
  'tabindex',
]);
/** Attributes that say of `<lite-widget>` which widget it shows. */
export const WHICH_WIDGET: ReadonlySet<string> = new Set(['from', 'src']);
/** Attributes that any element may have, and that may be a trait's name as well. */
const ANYBODYS = new Set([
  'accesskey',
  'autocapitalize',
  'autofocus',
  'contenteditable',
  'dir',
  'draggable',
  'enterkeyhint',
  'hidden',
  'inert',
  'inputmode',
  'lang',
  'popover',
  'spellcheck',
  'title',
  'translate',
]);
/** Those of frameworks, of accessibility, of scripts. */
const OTHERS = /^(?:aria-|data-|item(?:id|prop|ref|scope|type)$|xmlns|[^a-z])|[^a-z0-9_-]/i;
/** Says that an attribute is the widget's, whatever it is called. */
const EXPLICIT = /^trait-/;

/**
 * What an attribute says of a trait; undefined where it is none of the widget's.
 *
 * @param own attributes that such an element has for itself.
 */
export function givenAttribute(
  { name }: { readonly name: string },
  element: Element,
  own: ReadonlySet<string>,
): GivenAttribute | undefined {
  const text = element.getAttribute(name);
  if (EXPLICIT.test(name)) {
    return { name: name.replace(EXPLICIT, ''), text, isOptional: false };
  }
  const isHandler = name.startsWith('on') && name in element;
  if (ELEMENTS.has(name) || own.has(name) || OTHERS.test(name) || isHandler) {
    return undefined;
  }
  return { name, text, isOptional: ANYBODYS.has(name) };
}

/** What all attributes of an element say of its widget's traits. */
export function givenAttributes(element: Element, own: ReadonlySet<string>): GivenAttribute[] {
  return [...element.attributes].flatMap((attribute) => givenAttribute(attribute, element, own) ?? []);
}
