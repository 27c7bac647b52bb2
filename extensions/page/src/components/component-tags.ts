/** The tags of components: what they are is fetched when a page has one. */
export const COMPONENT_TAGS = [
  'lite-button',
  'lite-card',
  'lite-checkbox',
  'lite-container',
  'lite-input',
  'lite-plot',
  'lite-select',
  'lite-slider',
  'lite-table',
  'lite-tabs',
  'lite-textarea',
] as const;

export type ComponentTag = (typeof COMPONENT_TAGS)[number];
