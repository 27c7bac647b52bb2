/** Says where in a text something is wrong; lines and columns count from 1. */
export class ConfigMistake extends Error {
  /**
   * @param message what is wrong, as a sentence without its end.
   * @param line null where nobody knows it.
   */
  constructor(
    message: string,
    readonly line: number | null,
    readonly column: number | null,
  ) {
    super(message);
  }
}

/** What a configuration is: an object, with anything in it. */
export type RawConfig = Readonly<Record<string, unknown>>;

/**
 * Read a configuration: JSON where it begins with a brace, else TOML. One that is empty says nothing.
 *
 * @throws ConfigMistake if it is neither.
 */
export async function parseConfig(text: string): Promise<RawConfig> {
  if (text.trim() === '') {
    return {};
  }
  return /^\s*[{[]\s*(["{}]|$)/.test(text) ? parseJson(text) : await parseToml(text);
}

function parseJson(text: string): RawConfig {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw misreadJson(text, error instanceof Error ? error.message : String(error));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ConfigMistake('it is no object of JSON', 1, 1);
  }
  return value as RawConfig;
}

/** Engines tell of the place in words of their own: by its line, or by the characters before it, or not at all. */
function misreadJson(text: string, message: string): ConfigMistake {
  const [, position] = /position (\d+)/.exec(message) ?? [];
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  const words = `it is no JSON: ${message.replace(/ (in JSON )?at (position|line) .*/, '')}`;
  if (position !== undefined) {
    const before = text.slice(0, Number(position)).split('\n');
    return new ConfigMistake(words, before.length, (before.at(-1)?.length ?? 0) + 1);
  }
  if (line !== undefined) {
    return new ConfigMistake(words, Number(line), Number(column));
  }
  // An engine that only says that the text has ended.
  const isCut = /end|EOF/.test(message);
  return new ConfigMistake(words, isCut ? text.split('\n').length : null, null);
}

async function parseToml(text: string): Promise<RawConfig> {
  const { parse, TomlError } = await import('smol-toml');
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof TomlError) {
      const [first = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
      throw new ConfigMistake(`it is no TOML: ${first}`, error.line, error.column);
    }
    throw error;
  }
}
