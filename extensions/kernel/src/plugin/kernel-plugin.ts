import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { type ILogPayload, ILoggerRegistry } from '@jupyterlab/logconsole';
import type { ServiceManager } from '@jupyterlab/services';
import { IServiceWorkerManager } from '@jupyterlite/apputils';
import { type IKernel, IKernelSpecs } from '@jupyterlite/services';
import { BootReport } from './boot-report.ts';
import { icon } from './icon.ts';
import { PythonKernel } from './python-kernel.ts';
import { KERNEL_PLUGIN, readBootBytes, readSiteOptions } from './settings.ts';

const NO_DRIVE =
  'Python does not see the files of this site: the browser allows this page no service worker. ' +
  'Private windows of Firefox never do; a window that is not private does.';

/** Registers the kernel `python`, in place of upstream's. */
export const kernelPlugin: JupyterFrontEndPlugin<void> = {
  id: KERNEL_PLUGIN,
  description: 'Python in the page.',
  autoStart: true,
  requires: [IKernelSpecs],
  optional: [IServiceWorkerManager, ILoggerRegistry],
  activate: (
    application: JupyterFrontEnd,
    kernelspecs: IKernelSpecs,
    serviceWorker: IServiceWorkerManager | null,
    loggers: ILoggerRegistry | null,
  ) => {
    const services = application.serviceManager;
    const create = async (options: IKernel.IOptions): Promise<IKernel> => {
      await settled(serviceWorker);
      const hasServiceWorker = serviceWorker?.enabled ?? false;
      const mountDrive = hasServiceWorker || crossOriginIsolated;
      const log = (payload: ILogPayload): void => {
        loggers?.getLogger(pathOfSession(services, options.id)).log(payload);
      };
      const report = new BootReport(readBootBytes(), () => {
        kernel.tryAgain();
      });
      const kernel = new PythonKernel({
        ...options,
        start: {
          ...readSiteOptions(),
          location: options.location,
          mountDrive,
          ...(hasServiceWorker && serviceWorker !== null
            ? { browsingContextId: serviceWorker.browsingContextId }
            : {}),
          kernelId: options.id,
        },
        contents: services.contents,
        startWorker,
        observer: {
          booting: (progress) => {
            report.booting(progress);
          },
          started: () => {
            report.close();
            if (!mountDrive) {
              log({ type: 'text', level: 'warning', data: NO_DRIVE });
            }
          },
          failed: (reason) => {
            report.failed(reason);
            log({ type: 'text', level: 'critical', data: `Python did not start: ${reason}` });
          },
          log,
        },
      });
      kernel.disposed.connect(() => {
        report.close();
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

/** Wait until it is known whether there is a service worker. */
async function settled(serviceWorker: IServiceWorkerManager | null): Promise<void> {
  if ('serviceWorker' in navigator) {
    await serviceWorker?.ready.catch(() => undefined);
  }
}

function pathOfSession(services: ServiceManager.IManager, kernelId: string): string {
  for (const session of services.sessions.running()) {
    if (session.kernel?.id === kernelId) {
      return session.path;
    }
  }
  return '';
}
