import litepage from '../../python/litepage/__init__.py';
import commPlaces from '../../python/litepage/comm_places.py';
import configuration from '../../python/litepage/configuration.py';
import displays from '../../python/litepage/displays.py';
import elements from '../../python/litepage/elements.py';
import errors from '../../python/litepage/errors.py';
import events from '../../python/litepage/events.py';
import fetching from '../../python/litepage/fetching.py';
import ffi from '../../python/litepage/ffi.py';
import fs from '../../python/litepage/fs.py';
import media from '../../python/litepage/media.py';
import modules from '../../python/litepage/modules.py';
import page from '../../python/litepage/page.py';
import places from '../../python/litepage/places.py';
import preparing from '../../python/litepage/preparing.py';
import running from '../../python/litepage/running.py';
import stores from '../../python/litepage/stores.py';
import util from '../../python/litepage/util.py';
import web from '../../python/litepage/web.py';
import websockets from '../../python/litepage/websockets.py';
import worker from '../../python/litepage/worker.py';
import workers from '../../python/litepage/workers.py';
import type { OwnCode } from '@lite-build/boot/own-code';
import { TAG_MODULES } from '@lite-build/kernel/own-code/page-code';

const SOURCES = {
  litepage,
  'litepage.comm_places': commPlaces,
  'litepage.configuration': configuration,
  'litepage.displays': displays,
  'litepage.elements': elements,
  'litepage.errors': errors,
  'litepage.events': events,
  'litepage.fetching': fetching,
  'litepage.ffi': ffi,
  'litepage.fs': fs,
  'litepage.media': media,
  'litepage.modules': modules,
  'litepage.page': page,
  'litepage.places': places,
  'litepage.preparing': preparing,
  'litepage.running': running,
  'litepage.stores': stores,
  'litepage.util': util,
  'litepage.web': web,
  'litepage.websockets': websockets,
  'litepage.worker': worker,
  'litepage.workers': workers,
};

/**
 * Python's end of a page that has Python of its own. Pages that were written for PyScript call it by that name: those
 * of its modules that are imported late are found by theirs.
 */
export const LITEPAGE: readonly OwnCode[] = [
  ...TAG_MODULES,
  ...Object.entries(SOURCES).flatMap(([name, source]) => [
    { name, source, isLate: true } as const,
    {
      name: name.replace('litepage', 'pyscript'),
      source: `import sys, ${name}\nsys.modules[__name__] = sys.modules[${JSON.stringify(name)}]\n`,
      isLate: true,
    } as const,
  ]),
];
