import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { type ISessionContext, SessionContext } from '@jupyterlab/apputils';
import { INotebookCellExecutor, runCell, type RunCellOptions } from '@jupyterlab/notebook';

/** What a cell shows that is to run. */
const SCHEDULED = '*';

/**
 * Has cells of code wait that a reader runs before the page has come to start their kernel.
 *
 * A notebook is shown first, then its checkpoint is looked for, then its kernel is started. JupyterLab asks which kernel
 * to take for a cell that is run before, and drops one that is run while the kernel is started.
 *
 * Source: `cell-executor` in JupyterLab's notebook-extension; `_populate` in docregistry's `context.ts`.
 */
export const cellExecutorPlugin: JupyterFrontEndPlugin<INotebookCellExecutor> = {
  id: '@lite-build/jupyterlite:cell-executor',
  description: 'Runs cells once their notebook has its kernel.',
  autoStart: true,
  provides: INotebookCellExecutor,
  activate: () => ({
    runCell: async (options) => {
      const { cell, sessionContext } = options;
      if (sessionContext !== undefined && cell.model.type === 'code' && !hasKernel(sessionContext)) {
        // Until they are known, no kernel is to be had.
        await sessionContext.specsManager.ready;
        if (isKernelToCome(sessionContext, options)) {
          cell.setPrompt?.(SCHEDULED);
          await firstKernel(sessionContext);
        }
        if (cell.isDisposed || sessionContext.isDisposed) {
          return false;
        }
      }
      return await runCell(options);
    },
  }),
};

/** Whether a notebook's first kernel was started, or could not be. */
function hasKernel({ isReady, session }: ISessionContext): boolean {
  return isReady || (session?.kernel ?? null) !== null;
}

/** Whether the page will start a notebook's first kernel by itself, and has not yet. */
function isKernelToCome(sessionContext: ISessionContext, { notebook }: RunCellOptions): boolean {
  if (hasKernel(sessionContext)) {
    return false;
  }
  const { kernelPreference, sessionManager, specsManager } = sessionContext;
  const preference = {
    ...kernelPreference,
    name: notebook.defaultKernelName || (kernelPreference.name ?? ''),
    language: notebook.defaultKernelLanguage,
  };
  const search = { specs: specsManager.specs, sessions: sessionManager.running(), preference };
  return preference.id !== undefined || SessionContext.getDefaultKernel(search) !== null;
}

/** Settled once the page has started a kernel, or could not, or the notebook is closed. */
async function firstKernel(sessionContext: ISessionContext): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    sessionContext.disposed.connect(() => {
      resolve();
    });
  });
  await Promise.race([sessionContext.ready, closed]);
}
