export { OutputArea } from './output-area.ts';
export { DEFAULT_LIMITS } from './options.ts';
export type { OutputAreaOptions, OutputLimits, RenderWidget } from './options.ts';
export type { DisplayContent, MimeBundle, RunOutput, SavedOutput } from './output-values.ts';
export { CannotShow } from './renderer.ts';
export type { LoadRenderer, Renderer, Rendering } from './renderer.ts';
export { followPageScheme } from './page-scheme.ts';
export { adoptOutputStyles, outputStyles } from './styles.ts';
