import { drivePlugin } from './drive-plugin.ts';
import { kernelPlugin } from './kernel-plugin.ts';

export default [kernelPlugin, drivePlugin];
