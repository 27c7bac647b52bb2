import type { OwnCode } from '@lite-build/boot/own-code';
import testing from '../../../lite_build/testing.py';
import eventLoop from '../python/lite_build_suite/event_loop.py';
import impossible from '../python/lite_build_suite/impossible.py';
import installedProject from '../python/lite_build_suite/installed_project.py';
import measured from '../python/lite_build_suite/measured.py';
import run from '../python/lite_build_suite/run.py';
import session from '../python/lite_build_suite/session.py';
import shared from '../python/lite_build_suite/shared.py';
import written from '../python/lite_build_suite/written.py';

const SOURCES = {
  lite_build: '',
  'lite_build.testing': testing,
  lite_build_suite: '',
  'lite_build_suite.event_loop': eventLoop,
  'lite_build_suite.impossible': impossible,
  'lite_build_suite.installed_project': installedProject,
  'lite_build_suite.measured': measured,
  'lite_build_suite.run': run,
  'lite_build_suite.session': session,
  'lite_build_suite.shared': shared,
  'lite_build_suite.written': written,
};

/** The modules of Python that a run of a test suite has. */
export const SUITE_CODE: readonly OwnCode[] = Object.entries(SOURCES).map(([name, source]) => ({
  name,
  source,
  isLate: true,
}));
