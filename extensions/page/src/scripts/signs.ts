/** The tags that hold Python to run on the page's own thread. */
export const RUN = 'script[type="py" i], script[type="mpy" i], py-script, mpy-script';
/** The tags that hold Python to edit and to run: they become elements of ours. */
export const EDITED = 'script[type="py-editor"], script[type="mpy-editor"], py-repl';
/** Scripts of types that are nearly those above: they are told of. */
export const MISTYPED =
  'script:is([type^="py"], [type^="mpy"], [type="python" i], [type*="x-pyscript"], [type*="micropython"], [type*="pyodide"])';
/** The tags that say what all Python of the page needs. */
export const CONFIGS = 'py-config, mpy-config';
/** The same in a form of years ago. */
export const ENVIRONMENTS = 'py-env';

/** All tags that are done something with. */
export const TAGS = `${RUN}, ${EDITED}, ${MISTYPED}`;
/** What tells that a page has Python of its own. */
export const SIGNS = `${TAGS}, ${CONFIGS}, ${ENVIRONMENTS}`;
