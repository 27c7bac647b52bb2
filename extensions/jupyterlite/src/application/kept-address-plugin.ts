import { IRouter, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { storageKind } from './page-storage.ts';

const address = location.pathname + location.search;

/**
 * Has an address go on naming its document on a page that stores nothing: a reload opens it again.
 *
 * JupyterLab takes the document out of the address, since what is open is part of what it stores.
 */
export const keptAddressPlugin: JupyterFrontEndPlugin<void> = {
  id: '@lite-build/jupyterlite:kept-address',
  description: 'Keeps the document in the address of a page that stores nothing.',
  autoStart: true,
  requires: [IRouter],
  activate: (_: JupyterFrontEnd, router: IRouter) => {
    if (storageKind() === 'memory' && new URLSearchParams(location.search).has('path')) {
      const keep = (): void => {
        router.routed.disconnect(keep);
        history.replaceState(history.state, '', address);
      };
      router.routed.connect(keep);
    }
  },
};
