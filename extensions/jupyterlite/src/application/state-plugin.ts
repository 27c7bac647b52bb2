import {
  ILabShell,
  IRouter,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from '@jupyterlab/application';
import { IStateDB } from '@jupyterlab/statedb';

/** The command by which a page loads the state that it was left in; it ends when that has been saved again. */
const LOAD_STATE = 'apputils:load-statedb';
const LOAD_STATE_ONCE = 'lite-build:load-state';
/** After a state is reset, which has 20, and before it is loaded, which has 30. */
const RANK = 25;
/** An address with it asks for more than to load the state: what the command answers then stops the router. */
const CLONE = 'clone';

/**
 * Has a page go on as soon as its state is loaded.
 *
 * What the address names is opened after the command that loads the state. That goes on to save it, and waits half a
 * second for changes first, once or several times. Here the command is started early and not waited for to its end;
 * whoever calls it again finds the state loaded.
 *
 * Source: `@jupyterlab/apputils-extension:state`, and the rules of JupyterLab's router.
 */
export const statePlugin: JupyterFrontEndPlugin<void> = {
  id: '@lite-build/jupyterlite:state',
  description: 'Opens what the address names without waiting for the state to be saved.',
  autoStart: true,
  requires: [IRouter],
  optional: [IStateDB, ILabShell],
  activate: (
    { commands, restored }: JupyterFrontEnd,
    router: IRouter,
    state: IStateDB | null,
    labShell: ILabShell | null,
  ) => {
    if (state === null || !commands.hasCommand(LOAD_STATE)) {
      return;
    }
    commands.addCommand(LOAD_STATE_ONCE, {
      label: 'Load the state of this page, and save it later',
      describedBy: { args: { type: 'object', properties: { search: { type: 'string' } } } },
      execute: async (location) => {
        const search = new URLSearchParams(typeof location.search === 'string' ? location.search : '');
        if (!search.has(CLONE)) {
          const loaded = commands.execute(LOAD_STATE, location);
          // The database answers once it is loaded, before that has been saved.
          await Promise.race([loaded, state.list('')]);
          if (labShell !== null) {
            // JupyterLab's restored layout closes what was opened before, however long it takes.
            await restored;
          }
        }
      },
    });
    router.register({ command: LOAD_STATE_ONCE, pattern: /.?/, rank: RANK });
  },
};
