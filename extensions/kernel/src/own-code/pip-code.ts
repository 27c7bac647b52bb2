import answers from '../../python/lite_build_pip/answers.py';
import asked from '../../python/lite_build_pip/asked.py';
import commandLine from '../../python/lite_build_pip/command_line.py';
import commands from '../../python/lite_build_pip/commands.py';
import details from '../../python/lite_build_pip/details.py';
import distributions from '../../python/lite_build_pip/distributions.py';
import getting from '../../python/lite_build_pip/getting.py';
import installing from '../../python/lite_build_pip/installing.py';
import links from '../../python/lite_build_pip/links.py';
import listing from '../../python/lite_build_pip/listing.py';
import lite_build_pip from '../../python/lite_build_pip/__init__.py';
import redirection from '../../python/lite_build_pip/redirection.py';
import requirementsFile from '../../python/lite_build_pip/requirements_file.py';
import standards from '../../python/lite_build_pip/standards.py';
import uninstalling from '../../python/lite_build_pip/uninstalling.py';
import type { OwnCode } from '@lite-build/boot/own-code';

/** The modules that answer `%pip`: a package, and what is in it. They are imported when a line first asks. */
export const PIP_MODULES: readonly OwnCode[] = Object.entries({
  '': lite_build_pip,
  '.answers': answers,
  '.asked': asked,
  '.command_line': commandLine,
  '.commands': commands,
  '.details': details,
  '.distributions': distributions,
  '.getting': getting,
  '.installing': installing,
  '.links': links,
  '.listing': listing,
  '.redirection': redirection,
  '.requirements_file': requirementsFile,
  '.standards': standards,
  '.uninstalling': uninstalling,
}).map(([name, source]) => ({ name: `lite_build_pip${name}`, source, isModule: true }));
