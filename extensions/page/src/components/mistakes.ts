type State = Readonly<Record<string, unknown>>;

/** What is wrong with the value of a trait, as a sentence. */
export interface Mistake {
  readonly trait: string;
  readonly words: string;
}

const CHECKS: Readonly<Record<string, (state: State, said: State) => readonly Mistake[]>> = {
  'lite-plot': ({ x, y, series, zoom_labels: labels }) => [
    ...notNumbers('y', 'y', y),
    ...Object.entries(series as object).flatMap(([name, values]) => notNumbers('series', name, values)),
    ...(x as unknown[])
      .filter((value) => typeof value !== 'number' && typeof value !== 'string')
      .slice(0, 1)
      .map((value) => ({
        trait: 'x',
        words: `x has ${JSON.stringify(value)}, which is no number and no text.`,
      })),
    ...((labels as unknown[]).length === 3 &&
    (labels as unknown[]).every((label) => typeof label === 'string')
      ? []
      : [{ trait: 'zoom_labels', words: 'zoom_labels are three texts: of nearer, of farther, and of all.' }]),
  ],
  'lite-select': ({ options, value }) => {
    const wrong = (options as unknown[]).find((each) => !isOption(each));
    if (wrong !== undefined) {
      const words = `${JSON.stringify(wrong)} is no option. An option is a text, or a list of the text shown and its value.`;
      return [{ trait: 'options', words }];
    }
    const values = (options as Option[]).map((each) => (typeof each === 'string' ? each : each[1]));
    return value === '' || values.includes(String(value))
      ? []
      : [
          {
            trait: 'value',
            words: `value="${String(value)}" is none of its options. They are ${values.join(', ') || 'none'}.`,
          },
        ];
  },
  'lite-slider': ({ min, max, step, value }) => {
    const [least, most, by, now] = [min, max, step, value].map(Number) as [number, number, number, number];
    return [
      ...(least > most ? [{ trait: 'min', words: `min="${least}" is above max="${most}".` }] : []),
      ...(by <= 0 ? [{ trait: 'step', words: `step="${by}" is not above 0.` }] : []),
      ...(least <= most && (now < least || now > most)
        ? [{ trait: 'value', words: `value="${now}" is not between min="${least}" and max="${most}".` }]
        : []),
    ];
  },
  'lite-table': ({ rows, columns, sort_by: sortBy, selected }) => {
    const isRow = (row: unknown): boolean => typeof row === 'object' && row !== null && !Array.isArray(row);
    const wrong = (rows as unknown[]).findIndex((row) => !isRow(row));
    if (wrong >= 0) {
      const words = `Row ${wrong + 1} is no object. A row is an object, with a value for each column.`;
      return [{ trait: 'rows', words }];
    }
    const known = new Set((rows as object[]).flatMap((row) => Object.keys(row)));
    const asked = [
      ...(columns as unknown[]).map((name) => ['columns', String(name)] as const),
      ...(sortBy === '' ? [] : [['sort_by', String(sortBy)] as const]),
    ];
    // Rows may come later.
    const strange = known.size === 0 ? [] : asked.filter(([, name]) => !known.has(name));
    const count = (rows as unknown[]).length;
    const isPlace = (place: unknown): boolean =>
      Number.isInteger(place) && Number(place) >= 0 && (count === 0 || Number(place) < count);
    const lost = (selected as unknown[]).filter((place) => !isPlace(place));
    return [
      ...strange.map(([trait, name]) => ({
        trait,
        words: `There is no column ${name}. There are ${[...known].join(', ')}.`,
      })),
      ...lost.slice(0, 1).map((place) => ({
        trait: 'selected',
        words: `There is no row ${JSON.stringify(place)}. Rows are counted from 0, and there are ${count}.`,
      })),
    ];
  },
  'lite-tabs': ({ labels, selected }, { labels: ofChildren }) => {
    const count = (labels as unknown[]).length;
    const children = Array.isArray(ofChildren) ? ofChildren.length : 0;
    if (count < children) {
      return [
        { trait: 'labels', words: `It has ${children} children, and ${count} labels. Each needs one.` },
      ];
    }
    const asked = Number(selected);
    return asked < 0 || (count > 0 && asked >= count)
      ? [
          {
            trait: 'selected',
            words: `selected="${asked}" is no tab. Its tabs are counted from 0 to ${count - 1}.`,
          },
        ]
      : [];
  },
};

/**
 * What is wrong with what the page says of a component.
 *
 * @param said by its children.
 */
export function mistakesIn(tag: string, state: State, said: State = {}): readonly Mistake[] {
  return CHECKS[tag]?.(state, said) ?? [];
}

type Option = string | readonly [string, string];

function isOption(each: unknown): each is Option {
  return (
    typeof each === 'string' ||
    (Array.isArray(each) && each.length === 2 && each.every((part) => typeof part === 'string'))
  );
}

function notNumbers(trait: string, name: string, values: unknown): Mistake[] {
  if (!Array.isArray(values)) {
    return [{ trait, words: `${name} is no list of numbers.` }];
  }
  const wrong: unknown = values.find((value) => value !== null && typeof value !== 'number');
  return wrong === undefined
    ? []
    : [{ trait, words: `${name} has ${JSON.stringify(wrong)}, which is no number.` }];
}
