import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { followSaves } from './saved-code.ts';

/** The name of JupyterLab's text editor among the factories of document widgets. */
const EDITOR = 'Editor';

/** Replaces the code of live widgets when its file is saved in the editor. */
export const editingPlugin: JupyterFrontEndPlugin<void> = {
  id: 'litewidget:live-editing',
  description: 'Replaces the code of live AFM widgets when its file is saved.',
  autoStart: true,
  activate: ({ docRegistry }) => {
    docRegistry.addWidgetExtension(EDITOR, { createNew: (_widget, context) => void followSaves(context) });
  },
};
