type State = Readonly<Record<string, unknown>>;

/** What is wrong in values that belong together: sentences. */
type Check = (state: State) => readonly string[];

const CHECKS: Readonly<Record<string, Check>> = {
  'lite-plot': ({ x, y, series }) => {
    const named: [string, unknown][] = [['y', y], ...Object.entries(series as Record<string, unknown>)];
    return [
      ...named.flatMap(([name, values]) => notNumbers(name, values)),
      ...(x as unknown[])
        .filter((value) => typeof value !== 'number' && typeof value !== 'string')
        .slice(0, 1)
        .map((value) => `x has ${JSON.stringify(value)}, which is no number and no text.`),
    ];
  },
  'lite-select': ({ options, value }) => {
    const wrong = (options as unknown[]).find(
      (each) =>
        typeof each !== 'string' &&
        !(Array.isArray(each) && each.length === 2 && each.every((part) => typeof part === 'string')),
    );
    if (wrong !== undefined) {
      return [
        `${JSON.stringify(wrong)} is no option. An option is a text, or a list of the text shown and its value.`,
      ];
    }
    const values = (options as (string | [string, string])[]).map((each) =>
      typeof each === 'string' ? each : each[1],
    );
    return value === '' || values.includes(String(value))
      ? []
      : [`value="${String(value)}" is none of its options. They are ${values.join(', ') || 'none'}.`];
  },
  'lite-slider': ({ min, max, step, value }) => {
    const [least, most, by, now] = [min, max, step, value].map(Number) as [number, number, number, number];
    return [
      ...(least > most ? [`min="${least}" is above max="${most}".`] : []),
      ...(by <= 0 ? [`step="${by}" is not above 0.`] : []),
      ...(least <= most && (now < least || now > most)
        ? [`value="${now}" is not between min="${least}" and max="${most}".`]
        : []),
    ];
  },
  'lite-table': ({ rows, columns, sort_by: sortBy }) => {
    const isRow = (row: unknown): row is object =>
      typeof row === 'object' && row !== null && !Array.isArray(row);
    const wrong = (rows as unknown[]).findIndex((row) => !isRow(row));
    if (wrong >= 0) {
      return [`Row ${wrong + 1} is no object. A row is an object, with a value for each column.`];
    }
    const known = new Set((rows as object[]).flatMap((row) => Object.keys(row)));
    const asked = [...(columns as unknown[]), ...(sortBy === '' ? [] : [sortBy])].map(String);
    const strange = known.size === 0 ? [] : asked.filter((name) => !known.has(name));
    return strange.map((name) => `There is no column ${name}. There are ${[...known].join(', ')}.`);
  },
  'lite-tabs': ({ labels, selected }) => {
    const count = (labels as unknown[]).length;
    const asked = Number(selected);
    return asked < 0 || (count > 0 && asked >= count)
      ? [`selected="${asked}" is no tab. Its tabs are counted from 0 to ${count - 1}.`]
      : [];
  },
};

/** What is wrong with what the page says of a component, in sentences. */
export function mistakesIn(tag: string, state: State): readonly string[] {
  return CHECKS[tag]?.(state) ?? [];
}

function notNumbers(name: string, values: unknown): string[] {
  if (!Array.isArray(values)) {
    return [`${name} is no list of numbers.`];
  }
  const wrong: unknown = values.find((value) => value !== null && typeof value !== 'number');
  return wrong === undefined ? [] : [`${name} has ${JSON.stringify(wrong)}, which is no number.`];
}
