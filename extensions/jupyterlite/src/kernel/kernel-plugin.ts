import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { PageConfig } from '@jupyterlab/coreutils';
import { type ILogPayload, ILoggerRegistry } from '@jupyterlab/logconsole';
import { IServiceWorkerManager } from '@jupyterlite/apputils';
import { type Contents, IDefaultDrive } from '@jupyterlab/services';
import { type IKernel, IKernelSpecs } from '@jupyterlite/services';
import { BootReport } from '../cards/boot-report.ts';
import { EndReport } from '../cards/end-report.ts';
import { KernelsDrives, nameForKernel } from '../drives/kernels-drives.ts';
import { IOpenDrives, type OpenDrives } from '../drives/open-drives.ts';
import { icon } from './icon.ts';
import { KernelConnections } from './kernel-connections.ts';
import { MissingReport, NO_WAY_TO_ASK } from '../cards/missing.ts';
import { PythonKernel } from './python-kernel.ts';
import { readSiteSettings } from './settings.ts';
import { ServiceWorkerAnswers } from '@lite-build/kernel/host/service-worker-answers';
import { SessionLog } from './session-log.ts';
import { PythonStarter } from '@lite-build/kernel/host/python-starter';
import { KERNEL_PLUGIN } from '@lite-build/kernel/host/site-settings';

/** Apps of JupyterLite without notebooks or consoles of their own. */
const FILE_APPS = /\/(?:tree|edit)\b/;

const settings = readSiteSettings();
const starter = new PythonStarter({ startWorker, preparation: settings.preparation });
if (runsNotebooks()) {
  // While JupyterLab itself is still loading, which is what the plugin's activation would wait for.
  starter.prepare();
}

/** Registers the kernel `python`, in place of upstream's. */
export const kernelPlugin: JupyterFrontEndPlugin<void> = {
  id: KERNEL_PLUGIN,
  description: 'Python in the page.',
  autoStart: true,
  requires: [IKernelSpecs, IOpenDrives],
  optional: [IServiceWorkerManager, ILoggerRegistry, IDefaultDrive],
  activate: (
    application: JupyterFrontEnd,
    kernelspecs: IKernelSpecs,
    openDrives: OpenDrives,
    serviceWorker: IServiceWorkerManager | null,
    loggers: ILoggerRegistry | null,
    drive: Contents.IDrive | null,
  ) => {
    const services = application.serviceManager;
    const connections = new KernelConnections(services.kernels);
    const create = async (options: IKernel.IOptions): Promise<IKernel> => {
      const asked = performance.now();
      const hasServiceWorker = await isReady(serviceWorker);
      const mountDrive = hasServiceWorker || crossOriginIsolated;
      const sessionLog = new SessionLog(loggers, services.sessions, options.id);
      const log = (payload: ILogPayload): void => {
        sessionLog.log(payload);
      };
      const report = new BootReport(settings.bootBytes, () => {
        kernel.tryAgain();
      });
      const missing = new MissingReport();
      const ending = new EndReport(() => {
        void connections.restart(options.id);
      });
      const drives = new KernelsDrives(services.contents, drive, openDrives, options.location);
      const kernel = new PythonKernel({
        ...options,
        start: {
          ...settings.options,
          location: options.location,
          mountDrive,
          ...(hasServiceWorker && serviceWorker !== null
            ? { browsingContextId: serviceWorker.browsingContextId }
            : {}),
          kernelId: options.id,
        },
        contents: services.contents,
        files: drives.own,
        beside: drives,
        nameOfDrive: (path) => nameForKernel(services.contents, options.location, path),
        connections,
        starter,
        observer: {
          booting: (progress) => {
            report.booting(progress);
          },
          started: (isRestored) => {
            report.close();
            const seconds = ((performance.now() - asked) / 1000).toFixed(2);
            const way = isRestored ? "from the site's snapshot" : 'with nothing prepared';
            console.info(`Python started ${way}, ${seconds} s after it was asked for`);
            if (!mountDrive) {
              log({ type: 'text', level: 'warning', data: NO_WAY_TO_ASK });
              missing.start();
            }
          },
          fellBack: (reason) => {
            const data = `Python starts without the site's snapshot, which could not be used: ${reason}`;
            console.warn(data);
            log({ type: 'text', level: 'warning', data });
          },
          failed: (reason) => {
            report.failed(reason);
            log({ type: 'text', level: 'critical', data: `Python did not start: ${reason}` });
          },
          ended: (end) => {
            missing.close();
            ending.ended(end);
            if (end.cause === 'error') {
              log({ type: 'text', level: 'critical', data: `Python has ended: ${end.reason}` });
            }
          },
          uninterrupted: () => {
            missing.uninterrupted(mountDrive);
          },
          interrupted: () => {
            missing.close();
          },
          overwritten: (paths) => {
            const names = paths.map((path) => `"${path}"`).join(', ');
            const data = `${names}: changed elsewhere since Python had read it; what Python has written is kept`;
            log({ type: 'text', level: 'warning', data });
            missing.overwritten(names);
          },
          log,
        },
      });
      const answers = new ServiceWorkerAnswers(options.id, (question) => kernel.answer(question));
      kernel.disposed.connect(() => {
        answers.dispose();
        sessionLog.dispose();
        report.close();
        missing.close();
        ending.close();
      });
      return kernel;
    };
    kernelspecs.register({
      spec: {
        name: 'python',
        display_name: 'Python (Pyodide)',
        language: 'python',
        argv: [],
        resources: { 'logo-32x32': icon, 'logo-64x64': icon },
      },
      create,
    });
  },
};

function startWorker(): Worker {
  // In two steps, since a bundler that saw one would bundle the worker once more.
  const script = new URL('./worker.js', import.meta.url);
  return new Worker(script, { type: 'module' });
}

/** Whether this page is one whose readers run code, and not one that only lists or edits files. */
function runsNotebooks(): boolean {
  return !FILE_APPS.test(PageConfig.getOption('appUrl'));
}

/** Whether there is a service worker, or is to be one, once that is known. */
async function isReady(serviceWorker: IServiceWorkerManager | null): Promise<boolean> {
  if (serviceWorker === null || !('serviceWorker' in navigator)) {
    return false;
  }
  try {
    await serviceWorker.ready;
    // Of one that could not be installed nothing is left.
    return (await navigator.serviceWorker.getRegistration()) !== undefined;
  } catch {
    return false;
  }
}
