import { download } from '../own-work/carried-work.ts';

/** A file that takes a while to make. */
export interface MadeFile {
  /** On its button. */
  readonly label: string;
  /** What it is, in words. */
  readonly says: string;
  /**
   * Make it.
   *
   * @param tell shows how far it is, from 0 to 1.
   */
  readonly make: (signal: AbortSignal, tell: (part: number) => void) => Promise<File>;
}

/**
 * A button that makes a file and has the browser keep it; while it is made, the same button stops it.
 *
 * @param closed ends what is being made, too.
 */
export function madeFile({ label, says, make }: MadeFile, closed: AbortSignal): HTMLElement[] {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'jp-mod-styled';
  button.textContent = label;
  const progress = document.createElement('progress');
  progress.ariaLabel = label;
  progress.hidden = true;
  const [explanation, status] = [document.createElement('p'), document.createElement('p')];
  explanation.textContent = says;
  status.role = 'status';
  let making: AbortController | null = null;
  const makeIt = async (): Promise<void> => {
    making = new AbortController();
    const signal = AbortSignal.any([making.signal, closed]);
    button.textContent = 'Stop';
    status.textContent = 'It is being made…';
    try {
      const file = await make(signal, (part) => {
        progress.hidden = false;
        progress.value = part;
      });
      signal.throwIfAborted();
      download(file);
      status.textContent = `${file.name} is made: ${sizeOf(file.size)}.`;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      status.textContent = signal.aborted ? 'Stopped.' : `It could not be made. ${reason}`;
    }
    making = null;
    progress.hidden = true;
    button.textContent = label;
  };
  button.addEventListener('click', () => {
    if (making === null) {
      void makeIt();
    } else {
      making.abort();
    }
  });
  return [button, explanation, progress, status];
}

/** A number of bytes, in words. */
export function sizeOf(bytes: number): string {
  return bytes < 100_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
