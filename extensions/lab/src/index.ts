import { editingPlugin } from './editing-plugin.ts';
import { widgetPlugin } from './widget-plugin.ts';

export default [widgetPlugin, editingPlugin];
