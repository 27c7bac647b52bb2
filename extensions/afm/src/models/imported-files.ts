import { CommandError, invoke, isCommand } from './invoke.ts';
import { isRecord, type Model } from './model.ts';

/** The command by which Python reads a file that a widget's module imports. No class can have one of this name. */
const READ_FILE = 'litewidget:read-file';

/** The trait that says that Python reads such files; it changes when one of them does. */
export const FILES_TRAIT = '_esm_files';

/** The name of a widget's module where Python reads files beside it, else null. */
export function moduleFile(model: Model): string | null {
  const files = model.get(FILES_TRAIT);
  return isRecord(files) && typeof files.name === 'string' ? files.name : null;
}

/** The path of the file that a custom message asks Python for, or null where it asks for none. */
export function requestedFile(content: unknown): string | null {
  return isRecord(content) && isCommand(content) && content.name === READ_FILE ? String(content.msg) : null;
}

/**
 * Have Python read a file that a widget's module imports. A running cell makes it wait, for as long as that runs.
 *
 * @param lifetime ends with the model.
 * @param path relative to the module's folder.
 * @throws Error in Python's words where the file cannot be had; the reason of the signal that ended the wait.
 */
export async function readImportedFile(
  model: Model,
  lifetime: AbortSignal,
  path: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    const [text] = await invoke(model, lifetime, READ_FILE, path, { signal });
    return String(text);
  } catch (error) {
    throw error instanceof CommandError ? new Error(error.reason, { cause: error }) : error;
  }
}
