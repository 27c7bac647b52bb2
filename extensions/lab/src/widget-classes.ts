export { AnyModel } from './any-model.ts';
export { AnyView } from './any-view.ts';
