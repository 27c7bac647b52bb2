import { Notification } from '@jupyterlab/apputils';

/** Tell the reader that something did not work, until that is closed. */
export function tellFailure(error: unknown, consequence = 'Nothing was changed'): void {
  const reason = error instanceof Error ? error.message : String(error);
  Notification.error(`${consequence}: ${reason}`, { autoClose: false });
}

/** Do what a reader asks for, and tell if it fails. */
export function tellingFailures<Arguments extends unknown[]>(
  act: (...args: Arguments) => Promise<void>,
): (...args: Arguments) => Promise<void> {
  return async (...args) => {
    await act(...args).catch((error: unknown) => {
      tellFailure(error);
    });
  };
}
