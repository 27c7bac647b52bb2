import { cellExecutorPlugin } from './cell-executor-plugin.ts';
import { drivePlugin } from './drive-plugin.ts';
import { kernelClientPlugin } from './kernel-client-plugin.ts';
import { kernelPlugin } from './kernel-plugin.ts';
import { narrowScreenPlugin } from './narrow-screen-plugin.ts';
import { statePlugin } from './state-plugin.ts';

export default [
  kernelPlugin,
  drivePlugin,
  kernelClientPlugin,
  statePlugin,
  cellExecutorPlugin,
  narrowScreenPlugin,
];
