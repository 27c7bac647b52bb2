import { cellsOf, isRecord, joined, stateOf } from './content.ts';

/**
 * Take the SHA-256 digest of what a reader gets to see of a notebook: cells, outputs, saved widgets. The build takes
 * the same one of the notebooks that it publishes (`lite_build/site/saved_widgets.py`).
 *
 * @param notebook as JSON has it.
 * @returns 64 hexadecimal digits; null where the browser takes no digests, which is on pages without HTTPS.
 */
export async function digestOf(notebook: unknown): Promise<string | null> {
  // Declared as always there, which it is in secure contexts alone.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) {
    return null;
  }
  const cells = cellsOf(notebook).map((cell) => [
    cell.cell_type ?? null,
    joined(cell.source) ?? null,
    (Array.isArray(cell.outputs) ? cell.outputs : []).map(seen),
  ]);
  const text = new TextEncoder().encode(canonical([cells, stateOf(notebook)]));
  const bytes = new Uint8Array(await subtle.digest('SHA-256', text));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function seen(output: unknown): unknown {
  const { output_type = null, data, text = null } = isRecord(output) ? output : {};
  const values = Object.entries(isRecord(data) ? data : {}).map(([type, value]) => [type, joined(value)]);
  return [output_type, Object.fromEntries(values), joined(text)];
}

function canonical(value: unknown): string {
  if (typeof value === 'number') {
    const bits = new DataView(new ArrayBuffer(8));
    // The two zeros are one.
    bits.setFloat64(0, value === 0 ? 0 : value);
    return bits.getBigUint64(0).toString(16).padStart(16, '0');
  }
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (isRecord(value)) {
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
