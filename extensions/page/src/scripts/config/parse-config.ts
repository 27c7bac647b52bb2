import { jsonMistake } from './json-mistake.ts';

/** Says where in a text something is wrong; lines and columns count from 1. */
export class ConfigMistake extends Error {
  /** Null where nobody knows it. */
  readonly line: number | null;
  readonly column: number | null;

  /** @param message what is wrong, as a sentence without its end. */
  constructor(message: string, line: number | null, column: number | null) {
    super(message);
    this.line = line;
    this.column = column;
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

function misreadJson(text: string, message: string): ConfigMistake {
  const before = text.slice(0, jsonMistake(text) ?? text.length).split('\n');
  const [first = ''] = message.split(/,? \.\.\.| \(?in JSON| at (?:position|line)|, "/);
  return new ConfigMistake(`it is no JSON: ${first}`, before.length, (before.at(-1)?.length ?? 0) + 1);
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
