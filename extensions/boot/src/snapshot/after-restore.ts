import source from '../../python/after_restore.py';

/** By which a restored Python knows the module that makes it a kernel of its own. */
export const AFTER_RESTORE_MODULE = 'lite_build_restored';

/** The module's code. */
export const AFTER_RESTORE = source;
