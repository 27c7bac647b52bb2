import ending from '../../python/lite_build_errors/ending.py';
import lite_build_errors from '../../python/lite_build_errors/__init__.py';
import parents from '../../python/lite_build_errors/parents.py';
import shellChanges from '../../python/lite_build_errors/shell_changes.py';
import streams from '../../python/lite_build_errors/streams.py';
import type { OwnCode } from '@lite-build/boot/own-code';

/** The modules by which errors are shown: a package, and what is in it. */
export const ERROR_MODULES: readonly OwnCode[] = Object.entries({
  '': lite_build_errors,
  '.ending': ending,
  '.parents': parents,
  '.shell_changes': shellChanges,
  '.streams': streams,
}).map(([name, source]) => ({ name: `lite_build_errors${name}`, source }));
