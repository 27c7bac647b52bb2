/**
 * What is used of `@jupyterlab/notebook`, which the page has. The package itself would bring 170 others to each
 * installation of ours, for these names.
 *
 * Source: `packages/notebook/src/tokens.ts` and `cellexecutor.ts` of JupyterLab 4.6.
 */
declare module '@jupyterlab/notebook' {
  import type { ISessionContext } from '@jupyterlab/apputils';
  import type { Token } from '@lumino/coreutils';

  /** One cell to run, and what is needed for it. */
  export interface RunCellOptions {
    readonly cell: {
      readonly isDisposed: boolean;
      readonly model: { readonly type: string };
      /** Cells of code have one. */
      setPrompt?(prompt: string): void;
    };
    readonly notebook: { readonly defaultKernelName: string; readonly defaultKernelLanguage: string };
    readonly sessionContext?: ISessionContext;
  }

  /** Runs each cell of notebooks; resolves with whether it ran without an error. */
  export interface INotebookCellExecutor {
    runCell(options: RunCellOptions): Promise<boolean>;
  }
  export const INotebookCellExecutor: Token<INotebookCellExecutor>;

  /** As JupyterLab runs a cell. */
  export function runCell(options: RunCellOptions): Promise<boolean>;
}
