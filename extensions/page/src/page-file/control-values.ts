import { word } from '../words/later-words.ts';

type State = Readonly<Record<string, unknown>>;

/** What is entered here is for nobody to read. */
const SECRET = 'PasswordModel';
/** Python's doubles have more digits than their readers want. */
const DIGITS = 12;

/**
 * What a control of ipywidgets shows besides its description, as a build's pages tell it
 * (`lite_build/pages/outputs/control_values.py`); empty where that is all.
 *
 * @param name of its model, such as "IntSliderModel".
 */
export function controlValue(name: string, state: State): string {
  if (name === SECRET) {
    return '';
  }
  const labels = state['_options_labels'];
  return Array.isArray(labels) ? chosen(name, labels, state['index']) : shown(name, state['value']);
}

/** A number as people read it. */
export function numberInWords(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}

/** What is chosen of some labels: one, a range's ends, or several. */
function chosen(name: string, labels: readonly unknown[], index: unknown): string {
  const places: unknown[] = Array.isArray(index) ? index : [index];
  const known = places.filter((each) => typeof each === 'number' && each in labels) as number[];
  return joined(
    name,
    known.map((each) => String(labels[each])),
  );
}

function shown(name: string, value: unknown): string {
  switch (typeof value) {
    case 'boolean':
      return word(value ? 'on' : 'off');
    case 'number':
      return numberInWords(value);
    case 'string':
      return value;
    default:
      break;
  }
  if (Array.isArray(value)) {
    return joined(
      name,
      value.map((each) => shown(name, each)),
    );
  }
  return typeof value === 'object' && value !== null ? moment(value as State) : '';
}

function joined(name: string, values: readonly string[]): string {
  const [start, end] = values;
  if (name.includes('Range') && values.length === 2 && start !== undefined && end !== undefined) {
    return word('from-to', { start, end });
  }
  return values.join(', ');
}

/** A date, a time or both, as ipywidgets have them: months count from 0. */
function moment({ year, month, date, hours, minutes, seconds = 0 }: State): string {
  const isDay = [year, month, date].every((each) => typeof each === 'number');
  const isTime = [hours, minutes, seconds].every((each) => typeof each === 'number');
  return [
    ...(isDay ? [`${padded(year, 4)}-${padded(Number(month) + 1)}-${padded(date)}`] : []),
    ...(isTime ? [`${padded(hours)}:${padded(minutes)}:${padded(seconds)}`] : []),
  ].join(' ');
}

function padded(value: unknown, digits = 2): string {
  return String(value).padStart(digits, '0');
}
