import litepage from '../../../page/python/kernel_litepage.py';
import frames from '../../../page/python/lite_build_frames.py';
import tags from '../../../page/python/lite_build_tags/__init__.py';
import templates from '../../../page/python/lite_build_tags/templates.py';
import type { OwnCode } from '@lite-build/boot/own-code';

/** Tags made of Python's classes, and what tells of errors: on the page's own thread as well. */
export const TAG_MODULES: readonly OwnCode[] = [
  { name: 'lite_build_frames', source: frames, isLate: true },
  { name: 'lite_build_tags', source: tags, isLate: true },
  { name: 'lite_build_tags.templates', source: templates, isLate: true },
];

/** What cells may import of the page around them. */
export const PAGE_MODULES: readonly OwnCode[] = [
  { name: 'litepage', source: litepage, isLate: true },
  ...TAG_MODULES,
];
