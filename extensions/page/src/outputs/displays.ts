import type { DisplayContent } from './output-values.ts';

/** Who has displays that can be updated. */
export interface DisplayHolder {
  update(displayId: string, content: DisplayContent): void;
}

const holders = new WeakMap<object, Set<DisplayHolder>>();

/** Have a holder hear of updates that other areas of the kernel get, until the signal. */
export function hearUpdates(kernel: object, holder: DisplayHolder, signal: AbortSignal): void {
  const ofKernel = holders.get(kernel) ?? new Set();
  holders.set(kernel, ofKernel.add(holder));
  signal.addEventListener('abort', () => {
    ofKernel.delete(holder);
  });
}

/** Update a display wherever it is among a kernel's areas. */
export function updateEverywhere(kernel: object, displayId: string, content: DisplayContent): void {
  for (const holder of holders.get(kernel) ?? []) holder.update(displayId, content);
}
