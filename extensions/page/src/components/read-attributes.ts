import { nearestOf } from '../nearest-word.ts';
import { jsonMistake } from '../scripts/config/json-mistake.ts';
import type { GivenAttribute } from '../widgets/element-python.ts';
import type { ComponentSpecification, TraitSpecification } from './specifications.ts';

/** What attributes say of traits, and what is wrong with them, in sentences. */
export interface ReadAttributes {
  readonly values: Readonly<Record<string, unknown>>;
  readonly mistakes: readonly string[];
}

const YES: readonly string[] = ['', 'true', 'yes', 'on', '1'];
const NO: readonly string[] = ['false', 'no', 'off', '0'];

/** Read texts by the types of the traits that they are for: Python reads them alike (`lite_build_attributes.py`). */
export function readAttributes(
  attributes: readonly GivenAttribute[],
  { traits }: ComponentSpecification,
): ReadAttributes {
  const names = Object.keys(traits);
  const values: Record<string, unknown> = {};
  const mistakes: string[] = [];
  for (const { name, text, isOptional } of attributes) {
    const found = traitOf(name, names);
    const trait = found === undefined ? undefined : traits[found];
    if (found === undefined || trait === undefined) {
      if (!isOptional) {
        const near = nearestOf(name.replaceAll('-', '_'), names);
        mistakes.push(
          `It has no attribute ${name}. ` +
            (near === undefined ? `It has ${names.toSorted().join(', ')}.` : `Is ${near} meant?`),
        );
      }
      continue;
    }
    try {
      values[found] = text === null ? trait.default : valueOf(text, name, trait);
    } catch (error) {
      mistakes.push(
        `${name}="${shortened(text ?? '')}" cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      );
    }
  }
  return { values, mistakes };
}

/** The trait that an attribute means: HTML knows no capitals, and its names have hyphens. */
export function traitOf(attribute: string, names: readonly string[]): string | undefined {
  const name = attribute.replaceAll('-', '_');
  return names.find((each) => each === name) ?? names.find((each) => each === name.toLowerCase());
}

/** @throws Error in words, where the text is no value. */
function valueOf(text: string, attribute: string, trait: TraitSpecification): unknown {
  const { type, values = [] } = trait;
  switch (type) {
    case 'text':
      return text;
    case 'truth': {
      const word = text.trim().toLowerCase();
      if (YES.includes(word) || word === attribute) {
        return true;
      }
      if (NO.includes(word)) {
        return false;
      }
      throw new Error('it is true or false');
    }
    case 'whole':
    case 'number': {
      const value = text.trim() === '' ? NaN : Number(text);
      if (!Number.isFinite(value)) {
        throw new Error('it is a number');
      }
      if (type === 'whole' && !Number.isInteger(value)) {
        throw new Error('it is a whole number');
      }
      return value;
    }
    case 'choice':
      if (!values.includes(text)) {
        throw new Error(`it is one of ${values.join(', ')}`);
      }
      return text;
    case 'list':
    case 'object': {
      const at = jsonMistake(text);
      if (at !== null) {
        throw new Error(`it is JSON, and that ends at character ${at + 1}`);
      }
      const value: unknown = JSON.parse(text);
      const isList = Array.isArray(value);
      if (typeof value !== 'object' || value === null || isList !== (type === 'list')) {
        throw new Error(`it is ${type === 'list' ? 'a list' : 'an object'} in JSON`);
      }
      return value;
    }
  }
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
