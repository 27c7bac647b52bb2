import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import type { ISessionContext } from '@jupyterlab/apputils';
import { INotebookCellExecutor, runCell, type RunCellOptions } from '@jupyterlab/notebook';

/** For how long a cell waits for a notebook's first kernel, in milliseconds: one that fails to start says so itself. */
const PATIENCE_MILLISECONDS = 30_000;

/**
 * Has cells wait that a reader runs before the page has come to start their kernel.
 *
 * A notebook is shown first, then its checkpoint is looked for, then its kernel is started. JupyterLab asks which kernel
 * to take for a cell that is run before, and drops one that is run while the kernel is started.
 *
 * Source: `cell-executor` in JupyterLab's notebook-extension; `_populate` in docregistry's `context.ts`.
 */
export const cellExecutorPlugin: JupyterFrontEndPlugin<INotebookCellExecutor> = {
  id: '@lite-build/kernel:cell-executor',
  description: 'Runs cells once their notebook has its kernel.',
  autoStart: true,
  provides: INotebookCellExecutor,
  activate: () => ({
    runCell: async (options) => {
      if (options.sessionContext !== undefined && willHaveKernel(options.sessionContext, options)) {
        await firstKernel(options.sessionContext);
      }
      return await runCell(options);
    },
  }),
};

/** Whether the page will start a notebook's first kernel by itself, and has not yet. */
function willHaveKernel(session: ISessionContext, { notebook }: RunCellOptions): boolean {
  const { kernelPreference: preference, specsManager } = session;
  const kernels = specsManager.specs?.kernelspecs ?? {};
  return (
    !session.isReady &&
    (session.session?.kernel ?? null) === null &&
    preference.canStart !== false &&
    preference.shouldStart !== false &&
    kernels[notebook.defaultKernelName] !== undefined
  );
}

async function firstKernel(session: ISessionContext): Promise<void> {
  let patience: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    patience = setTimeout(resolve, PATIENCE_MILLISECONDS);
  });
  await Promise.race([session.ready, over]);
  clearTimeout(patience);
}
