import { widgetPlugin } from './widget-plugin.ts';

export default [widgetPlugin];
