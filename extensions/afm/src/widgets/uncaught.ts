import { WidgetFault } from '../models/fault.ts';

/** Hear of the faults of widgets that no module has caught, until the signal ends. They are logged as ever. */
export function hearUncaughtFaults(heard: (fault: WidgetFault) => void, signal: AbortSignal): void {
  const hear = (error: unknown): void => {
    if (error instanceof WidgetFault) {
      heard(error);
    }
  };
  addEventListener(
    'error',
    (event) => {
      hear(event.error);
    },
    { signal },
  );
  addEventListener(
    'unhandledrejection',
    (event) => {
      hear(event.reason);
    },
    { signal },
  );
}
