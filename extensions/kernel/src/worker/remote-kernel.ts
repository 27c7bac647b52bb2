import type { KernelMessage } from '@jupyterlab/services';
import type { EmscriptenFileSystem, Entry, Failure } from '@lite-build/drive';
import type {
  BlockingQuestion,
  BootProgress,
  CommInput,
  DeclaredFile,
  KernelCalls,
  InputAnswer,
  KernelOptions,
  Output,
  PageAccess,
  Preparation,
  SnapshotPieces,
  WorkerMessage,
} from '@lite-build/messages';
import { wordsForEnd } from '@lite-build/boot/end-words';
import {
  listenForTheEnd,
  memoryOf,
  type Pyodide as PyodideInterface,
} from '@lite-build/boot/pyodide-internals';
import { runOwnCode } from '@lite-build/boot/own-code';
import type { Runtime } from '@lite-build/boot/packages/show-packages';
import { REHEARSAL } from '@lite-build/boot/snapshot/rehearsal';
import { DeclaredDrive } from './files/declared-drive.ts';
import { MountedDrives } from './files/mounted-drives.ts';
import { FreeThread } from './free-thread.ts';
import { type InterruptiblePython, Interruption } from './interruption.ts';
import { WORKERS_READER } from '../runtime/blocking-reader.ts';
import { LaterFiles } from '../runtime/later-files.ts';
import { type AskPage, askPatiently, tellPage } from './page.ts';
import { findOwnModules } from '../own-code/own-modules.ts';
import { PAGE_MODULES } from '../own-code/page-code.ts';
import { answerPip } from '../own-code/pip.ts';
import { FIRST_FOLDER, IMPORTED_CODE, SUSPENDED_INPUT } from '../own-code/python-code.ts';
import { joinComms, type ReceiveComm } from '../own-code/python-comms.ts';
import { openPage, type PagePython } from './opened-page.ts';
import { ReaderKernel } from './reader-kernel.ts';
import type { ReflectedPage } from '../reflection/reflected-page.ts';
import { type RestoredPython, type RestoreListener, restorePython } from '../runtime/restored-python.ts';
import { fetchCatalogue, showSitePackages } from '../runtime/site-packages.ts';
import { askByServiceWorker, serviceWorkerAnswers } from './service-worker-question.ts';
import { reportUnusableWasm } from '../runtime/wasm-stream.ts';
import { toldOf, watchFetches, WHOLE_SITE } from '../runtime/watched-fetch.ts';

/** Where the contents are, in the file system of Python. */
const MOUNT_POINT = '/drive';
/** How often the page hears of bytes at most. */
const PROGRESS_MILLISECONDS = 100;
/** In bytes: of this size on, memory that is new to the process takes longer to have than to fill. */
const LARGE = 1024 * 1024;

type LogPayload = Extract<WorkerMessage, { type: 'log' }>['payload'];

/** What of Pyodide is used here. */
interface Pyodide extends InterruptiblePython, PagePython, Omit<Runtime, 'FS'> {
  FS: Runtime['FS'] & EmscriptenFileSystem;
  loadPackage(names: string[]): Promise<unknown>;
}

/** Upstream's kernel in a worker of ours. */
export class RemoteKernel extends ReaderKernel {
  /**
   * @param askPage where memory is shared with the page, how to ask it.
   */
  constructor(askPage: AskPage | null) {
    super();
    this.#askPage = askPage;
    this.registerWorkerMessageCallback((output: Output) => {
      tellPage({ type: 'output', output });
    });
    this.registerLogMessageCallback((payload: LogPayload) => {
      tellPage({ type: 'log', payload });
    });
  }

  /** Restore Python from the site's snapshot, for the kernel that will be started; whether it works is told then. */
  prepare(preparation: Preparation): void {
    const listener: RestoreListener = {
      booting: progressTeller(),
      stdout: (text) => {
        console.log(text);
        this._logMessage({ type: 'text', level: 'info', data: text });
      },
      stderr: (text) => {
        console.error(text);
        this._logMessage({ type: 'text', level: 'critical', data: text });
      },
      warn: (reason) => {
        this.#warn(reason);
      },
      keep: (kept) => {
        tellPage({ type: 'keep', kept });
      },
      fetchedLate: (url, file) => {
        tellPage({ type: 'keep-later', url, file });
      },
    };
    this.#restored = restorePython(
      preparation,
      listener,
      WORKERS_READER,
      preparation.kept && this.#snapshot.promise,
    ).then((python) => {
      warmUp(python.pyodide as unknown as Pyodide);
      return python;
    });
    this.#restored.catch(() => undefined);
  }

  /** The page has decompressed what is kept of the snapshot, or could not. */
  takeSnapshot(told: { pieces: SnapshotPieces } | { reason: string }): void {
    if ('pieces' in told) {
      this.#snapshot.resolve(told.pieces);
    } else {
      this.#snapshot.reject(new Error(told.reason));
    }
  }

  /**
   * Start Python: the one that was prepared, or else one for which all is fetched, and imported, now.
   *
   * @returns the version of Python.
   * @throws Error that says, for people, which file could not be had, or what else is wrong.
   */
  async boot(options: KernelOptions): Promise<string> {
    if (this.#askPage === null && options.browsingContextId !== undefined) {
      this.#arrival = serviceWorkerAnswers(options);
    }
    const tell = progressTeller();
    let bytes = 0;
    const unusable = Promise.withResolvers<never>();
    const failures: string[] = [];
    const listener = {
      received: (more: number) => {
        bytes += more;
        tell({ stage: 'fetching', bytes, total: null });
      },
      failed: (url: string, reason: string) => {
        failures.push(`${url} ${reason}`);
        if (url.startsWith(options.indexUrl)) {
          // Pyodide only logs it where its core cannot be used, and then waits for ever.
          unusable.reject(new Error(failures[0]));
        }
      },
    };
    try {
      await watchFetches(listener, () => Promise.race([this.initialize(options), unusable.promise]));
    } catch (error) {
      throw failures.length > 0 ? new Error(`${failures.join('\n')}. ${WHOLE_SITE}`) : toldOf(error);
    }
    return (this.#pyodide.pyimport('platform') as { python_version(): string }).python_version();
  }

  /** Others have changed what is at these paths of a drive. */
  noteChanges(drive: string, paths: readonly string[]): void {
    if (drive === '') {
      this.#entries = null;
    }
    this.#drives?.noteChanges(drive, paths);
  }

  /** Show Python drives beside its own. */
  mountDrives(names: readonly string[]): void {
    this.#drives?.mount(names);
  }

  /** Keep what is in the kernel's own folder. */
  keepFolder(entries: readonly Entry[]): void {
    this.#entries = entries;
    this.#drives?.own.keepListing(this._localPath, entries);
  }

  /** The page has named more files that Python can open. */
  declareFiles(files: readonly DeclaredFile[]): void {
    this.#declared?.add(files);
  }

  /** The page has stored what Python has written, but for what failed. */
  noteStored(drive: string, step: number, failures: readonly Failure[]): void {
    this.#drives?.noteStored(drive, step, failures);
  }

  /** Have Python handle the page. */
  async openPage(access: PageAccess): Promise<ReflectedPage> {
    const options = this._options as KernelOptions;
    if (this.#askPage === null && access.isRouted) {
      const routed = { ...options, browsingContextId: options.kernelId };
      if (await serviceWorkerAnswers(routed)) {
        Reflect.set(this, '_options', routed);
        this.interruption.askBy(() => Number(askByServiceWorker(routed, { type: 'interruptions' })));
      }
    }
    const { browsingContextId } = this._options as KernelOptions;
    const ask = (id: number): string => String(this.#ask({ type: 'reflected', id }));
    const canAsk = this.#askPage !== null || browsingContextId !== undefined;
    return openPage(this.#pyodide, access, canAsk ? ask : null);
  }

  /** A cell ends when what it has written is stored. */
  override async execute(
    content: KernelCalls['execute'][0],
    parent: KernelMessage.IMessage | undefined,
  ): Promise<KernelCalls['execute'][1]> {
    const reply = await super.execute(content, parent).catch(async (error: unknown) => {
      // Python may be at its end: what it has written is kept all the same.
      await this.#drives?.settle();
      throw error;
    });
    const failures = (await this.#drives?.settle()) ?? [];
    if (this.#exits) {
      // Once the cell's reply is on its way.
      setTimeout(() => {
        tellPage({ type: 'ended', end: { cause: 'exit' } });
      });
    }
    if (failures.length === 0) {
      return reply;
    }
    const told = errorOfStorage(failures);
    const parentHeader = (parent as KernelMessage.IExecuteRequestMsg).header;
    tellPage({ type: 'output', output: { type: 'execute_error', bundle: told, parentHeader } });
    return reply.status === 'ok'
      ? { status: 'error', ...told, execution_count: reply.execution_count }
      : reply;
  }

  /** Handle what the page says on a comm; gives back what of its memory is large, which Python has copied. */
  comm({ type, message, buffers }: CommInput): readonly ArrayBuffer[] {
    this.#receiveComm?.(type, message, buffers);
    const memory = buffers.filter((buffer) => buffer instanceof ArrayBuffer);
    return [...new Set(memory)].filter(({ byteLength }) => byteLength >= LARGE);
  }

  /** A cell's request is the parent of what Python puts out; completions and the like come and go beside it. */
  override async setup(parent: KernelMessage.IMessage | undefined): Promise<void> {
    await this.#arrival;
    if (parent?.header.msg_type === 'execute_request') {
      await super.setup(parent);
    }
  }

  protected override async initRuntime(options: KernelOptions): Promise<void> {
    if (this.#restored === null) {
      const later = new LaterFiles(options.baseUrl, new Map(), () => undefined, WORKERS_READER);
      const [catalogued] = await Promise.all([
        fetchCatalogue(options.catalogue, options.baseUrl),
        reportUnusableWasm(() => super.initRuntime(options)),
      ]);
      this.#listenForTheEnd();
      this.#installPackages = showSitePackages(this.#pyodide, catalogued, later, (reason) => {
        this.#warn(reason);
      });
      return;
    }
    const { pyodide, missing, installPackages } = await this.#restored;
    this.#installPackages = installPackages;
    // Upstream's field has a type of a package that comes with none here.
    Reflect.set(this, '_pyodide', pyodide);
    this.#listenForTheEnd();
    await this.#pyodide.loadPackage(missing);
  }

  protected override initFilesystem(options: KernelOptions): Promise<void> {
    if (options.mountDrive) {
      const { FS: fileSystem } = this.#pyodide;
      this.#drives = new MountedDrives({
        fileSystem,
        root: MOUNT_POINT,
        ownName: this._driveName,
        ask: (question) => this.#ask(question),
        siteUrl: options.baseUrl,
        thread: this.thread,
        memory: () => memoryOf(this.#pyodide),
      });
      fileSystem.chdir(MOUNT_POINT);
      this.#drives.own.showFolder(this._localPath);
      if (this.#entries !== null) {
        this.#drives.own.keepListing(this._localPath, this.#entries);
      }
    } else if (options.declared !== undefined) {
      this.#declared = new DeclaredDrive(this.#pyodide.FS, MOUNT_POINT, options.declared);
    }
    return Promise.resolve();
  }

  protected override async initKernel(options: KernelOptions): Promise<void> {
    tellPage({ type: 'booting', progress: { stage: 'starting' } });
    // Upstream would put the folder's name, as it is, into a line of Python.
    await super.initKernel({ ...options, mountDrive: false });
    if (options.mountDrive) {
      this.#pyodide.FS.chdir(this.#folder);
    }
    this.#declared?.enter(this.#pyodide);
    runOwnCode(this.#pyodide, FIRST_FOLDER);
    this.#installPackages();
  }

  protected override async initGlobals(options: KernelOptions): Promise<void> {
    await super.initGlobals(options);
    findOwnModules(this.#pyodide, [...IMPORTED_CODE, ...PAGE_MODULES]);
    answerPip(this.#pyodide, this._kernel);
    this.#receiveComm = joinComms(this.#pyodide, (output) => {
      tellPage({ type: 'output', output }, output.buffers);
    });
    const hasServiceWorker = options.browsingContextId !== undefined;
    if (this.#askPage === null && !hasServiceWorker) {
      const install = runOwnCode(this.#pyodide, SUSPENDED_INPUT).get('install') as (
        ...values: unknown[]
      ) => void;
      install(this._interpreter, (prompt: string, password: boolean) => this.#askSuspended(prompt, password));
    }
    this.interruption.install(this.#pyodide, this._kernel, {
      memory: options.interruptions,
      whileBusy: () => this.#drives?.noteBusy(),
      request: hasServiceWorker ? () => Number(askByServiceWorker(options, { type: 'interruptions' })) : null,
    });
  }

  protected override sendInputRequest(prompt: string, password: boolean): string | undefined {
    const answer = this.#ask(this.#inputQuestion(prompt, password)) as InputAnswer;
    if ('value' in answer) {
      return answer.value;
    }
    this.interruption.raise(answer.interruptions);
    return '';
  }

  /** The line that the reader types, while Python is suspended; an interruption ends that. */
  async #askSuspended(prompt: string, password: boolean): Promise<string> {
    const answer = (await askPatiently(this.#inputQuestion(prompt, password))) as InputAnswer;
    if ('value' in answer) {
      return answer.value;
    }
    this.interruption.hear({ type: 'interrupt', interruptions: answer.interruptions });
    return '';
  }

  #inputQuestion(prompt: string, password: boolean): Extract<BlockingQuestion, { type: 'input' }> {
    const kernel = this._kernel as { _parent_header: unknown };
    const parent = this.formatResult(kernel._parent_header) as { header: KernelMessage.IHeader };
    return { type: 'input', content: { prompt, password }, parentHeader: parent.header };
  }

  protected override askExit(): void {
    // What the cell has written is stored first.
    this.#exits = true;
  }

  #warn(data: string): void {
    this._logMessage({ type: 'text', level: 'warning', data });
  }

  #listenForTheEnd(): void {
    listenForTheEnd(this.#pyodide as unknown as PyodideInterface, (error) => {
      // The page ends the worker as soon as it is told.
      void this.#drives?.settle();
      tellPage({ type: 'ended', end: { cause: 'error', reason: wordsForEnd(error) } });
    });
  }

  /** Ask the page, by whichever way there is. */
  #ask(question: BlockingQuestion): unknown {
    const options = this._options as KernelOptions;
    if (this.#askPage !== null) {
      return this.#askPage(question);
    }
    if (options.browsingContextId === undefined) {
      throw new Error('this needs a service worker, and the browser allows this page none');
    }
    return askByServiceWorker(options, question);
  }

  /** Where Python starts. */
  get #folder(): string {
    return this._localPath === '' ? MOUNT_POINT : `${MOUNT_POINT}/${this._localPath}`;
  }

  get #pyodide(): Pyodide {
    const pyodide: unknown = this._pyodide;
    return pyodide as Pyodide;
  }

  /** The thread that Python runs in. */
  readonly thread = new FreeThread();
  /** Interrupts what runs. */
  readonly interruption = new Interruption(this.thread);
  readonly #askPage: AskPage | null;
  /** Settled when the page can be asked by its service worker. Python is started meanwhile. */
  #arrival: Promise<unknown> = Promise.resolve();
  #exits = false;
  #receiveComm: ReceiveComm | null = null;
  #installPackages: () => void = () => undefined;
  readonly #snapshot = Promise.withResolvers<SnapshotPieces>();
  #restored: Promise<RestoredPython> | null = null;
  #drives: MountedDrives | null = null;
  #declared: DeclaredDrive | null = null;
  #entries: readonly Entry[] | null = null;
}

/** Have what a first cell calls be compiled before there is one. */
function warmUp(pyodide: Pyodide): void {
  (runOwnCode(pyodide, REHEARSAL).get('rehearse') as (withTraceback: boolean) => void)(false);
}

function progressTeller(): (progress: BootProgress) => void {
  let told = 0;
  return (progress) => {
    const now = performance.now();
    if (now - told >= PROGRESS_MILLISECONDS) {
      told = now;
      tellPage({ type: 'booting', progress });
    }
  };
}

/** What Python would raise for what could not be stored. */
function errorOfStorage(failures: readonly Failure[]): KernelMessage.IErrorMsg['content'] {
  const [first, ...more] = failures as [Failure, ...Failure[]];
  const others = more.length === 0 ? '' : `, and ${more.length} more`;
  const error =
    first.reason === 'full'
      ? '[Errno 51] No space left on device'
      : `[Errno 29] Input/output error (${first.message})`;
  const evalue =
    `${error}: '${first.path}'${others}. What was stored before is still there; what this cell has written is in the ` +
    "kernel's memory alone. Remove files that you do not need, and run a cell that writes once more.";
  return { ename: 'OSError', evalue, traceback: [`OSError: ${evalue}`] };
}
