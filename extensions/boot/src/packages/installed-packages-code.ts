import source from '../../python/installed_packages.py';
import type { OwnCode } from '../own-code.ts';

/** Has imports find the site's packages: `install(modules, bring, fetch_ahead)`. */
export const INSTALLED_PACKAGES: OwnCode = { name: 'installed_packages', source };
