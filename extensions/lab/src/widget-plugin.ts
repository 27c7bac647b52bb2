import { type ExportMap, IJupyterWidgetRegistry } from '@jupyter-widgets/base';
import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { name, replaces, version } from '../package.json';
import { haveContents } from './site-files.ts';

/** The plugin that serves the widget module `anywidget` where anywidget's own extension is installed. */
export const ANYWIDGETS_OWN_PLUGIN = 'anywidget:plugin';

/**
 * Serves AFM widgets to the widget managers of JupyterLab, Notebook and the REPL.
 *
 * Where anywidget's own extension is there as well, it keeps its name. Which one comes first does not matter: an
 * application knows all of its plugins before it activates any.
 */
export const widgetPlugin: JupyterFrontEndPlugin<void> = {
  id: 'litewidget:widgets',
  description: 'Runs AFM widgets.',
  autoStart: true,
  requires: [IJupyterWidgetRegistry],
  activate: (application, registry: IJupyterWidgetRegistry) => {
    haveContents(application.serviceManager.contents);
    const exports = async (): Promise<ExportMap> => await import('./widget-classes.ts');
    registry.registerWidget({ name, version, exports });
    if (!application.hasPlugin(ANYWIDGETS_OWN_PLUGIN)) {
      // Widgets ask for a minor version (`~0.11.*`); those made with a release before 0.9.12 for that very release.
      // The registry compares by semver, and a second registration of one version is an error to it.
      for (const anywidgets of replaces.anywidget) {
        registry.registerWidget({ name: 'anywidget', version: anywidgets, exports });
      }
    }
  },
};
