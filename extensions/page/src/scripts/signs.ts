/** The tags that hold Python to run on the page's own thread. */
export const SCRIPTS =
  'script[type="py"], script[type="mpy"], script[type="text/python"], py-script, mpy-script';

/** What tells that a page has Python of its own. */
export const SIGNS = `${SCRIPTS}, py-config, mpy-config`;
