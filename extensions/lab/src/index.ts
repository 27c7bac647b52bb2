import { editingPlugin } from './editing-plugin.ts';
import { savedWidgetsPlugin } from './saved-widgets-plugin.ts';
import { widgetPlugin } from './widget-plugin.ts';

export default [widgetPlugin, savedWidgetsPlugin, editingPlugin];
