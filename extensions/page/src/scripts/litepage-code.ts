import litepage from '../../python/litepage/__init__.py';
import displays from '../../python/litepage/displays.py';
import errors from '../../python/litepage/errors.py';
import events from '../../python/litepage/events.py';
import modules from '../../python/litepage/modules.py';
import page from '../../python/litepage/page.py';
import places from '../../python/litepage/places.py';
import running from '../../python/litepage/running.py';
import type { OwnCode } from '@lite-build/boot/own-code';

const SOURCES = {
  litepage,
  'litepage.displays': displays,
  'litepage.errors': errors,
  'litepage.events': events,
  'litepage.modules': modules,
  'litepage.page': page,
  'litepage.places': places,
  'litepage.running': running,
};

/** Python's end of a page that has Python of its own; pages that were written for PyScript call it by that name. */
export const LITEPAGE: readonly OwnCode[] = Object.entries(SOURCES).flatMap(([name, source]) => [
  { name, source, isLate: true } as const,
  {
    name: name.replace('litepage', 'pyscript'),
    source: `import sys, ${name}\nsys.modules[__name__] = sys.modules[${JSON.stringify(name)}]\n`,
    isLate: true,
  } as const,
]);
