import type { GivenAttribute } from '../widgets/element-python.ts';
import { mistakesIn } from './mistakes.ts';
import { type ReadAttributes, readAttributes } from './read-attributes.ts';
import { readChildren } from './read-children.ts';
import type { ComponentSpecification, TraitSpecification } from './specifications.ts';

/** The values of all traits, as a page says them, with its mistakes: in sentences. */
export function valuesOf(
  element: HTMLElement,
  specification: ComponentSpecification,
  attributes: readonly GivenAttribute[],
): ReadAttributes {
  const { values: given, mistakes } = readAttributes(attributes, specification);
  const said = readChildren(element);
  const values = { ...defaultsOf(specification), ...said, ...given };
  if (element.localName === 'lite-slider' && !('value' in given)) {
    values['value'] = middleOf(values);
  }
  const wrong = mistakesIn(element.localName, values, said);
  for (const { trait } of wrong) {
    const { type, default: otherwise } = specification.traits[trait] ?? {};
    // Numbers and texts are brought into range by the control; a list of the wrong form cannot be shown.
    if (isContainer(type)) {
      values[trait] = trait in given ? (said[trait] ?? otherwise) : otherwise;
    }
  }
  return { values, mistakes: [...mistakes, ...wrong.map(({ words }) => words)] };
}

/**
 * Why a component cannot show what a script has given a trait, as a sentence; undefined where it can.
 *
 * @param values of all traits, this one among them.
 */
export function refusal(
  element: HTMLElement,
  { traits }: ComponentSpecification,
  { name, value }: { readonly name: string; readonly value: unknown },
  values: Readonly<Record<string, unknown>>,
): string | undefined {
  const type = traits[name]?.type;
  if (!isContainer(type)) {
    return undefined;
  }
  const isList = Array.isArray(value);
  if (typeof value !== 'object' || value === null || isList !== (type === 'list')) {
    return `${name} is ${type === 'list' ? 'a list' : 'an object'}, and was given ${String(value)}.`;
  }
  // Columns may be named before the rows come that have them.
  return mistakesIn(element.localName, values, readChildren(element)).find(
    ({ trait }) => trait === name && name !== 'columns',
  )?.words;
}

function isContainer(type: TraitSpecification['type'] | undefined): boolean {
  return type === 'list' || type === 'object';
}

function defaultsOf({ traits }: ComponentSpecification): Record<string, unknown> {
  return Object.fromEntries(Object.entries(traits).map(([name, trait]) => [name, trait.default]));
}

/** Where a slider stands that says nothing, as browsers have it. */
function middleOf({ min, max, step }: Readonly<Record<string, unknown>>): number {
  const [least, most, by] = [min, max, step].map(Number) as [number, number, number];
  if (by <= 0 || most < least) {
    return least;
  }
  return Number((least + by * Math.floor((most - least) / 2 / by + 0.5)).toPrecision(12));
}
