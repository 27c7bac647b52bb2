import type { ILogPayload } from '@jupyterlab/logconsole';
import type { KernelMessage } from '@jupyterlab/services';
import type { Entry, Failure, SentChange } from '@lite-build/drive/changes';

/** What a kernel's worker needs to know of its page before it can start Python. All URLs are absolute. */
export interface KernelOptions {
  /** The site's root, with a slash at its end. */
  baseUrl: string;
  /** Pyodide's module. */
  pyodideUrl: string;
  /** The folder of the core, with a slash at its end. */
  indexUrl: string;
  pipliteWheelUrl: string;
  pipliteUrls: string[];
  disablePyPIFallback: boolean;
  /** The folder that the notebook is in, by its path among the contents. */
  location: string;
  /** Whether the contents can be reached from the worker. */
  mountDrive: boolean;
  /** By which the service worker finds the page again; absent where there is no service worker. */
  browsingContextId?: string;
  kernelId: string;
  /** In a page that shares memory with its workers: the number of interruptions that it has asked for. */
  interruptions?: SharedArrayBuffer;
  loadPyodideOptions: LoadPyodideOptions;
  /** The file that tells of the site's packages; judged by the worker. Null where packages are loaded as in stock's. */
  catalogue: unknown;
  /** Files of other hosts that the site ships. */
  shipped: ShippedFiles;
  /** The files of a page that has no contents. */
  declared?: DeclaredFolder;
}

/** Files of other hosts that a site ships, by their addresses there. */
export type ShippedFiles = Readonly<Record<string, ShippedFile>>;
export interface ShippedFile {
  /** Where it is, relative to the site. */
  readonly file: string;
  /** Its content type as its own host has it; absent where that says none. */
  readonly type?: string;
}

/** Files that a page has named, by their paths in Python's drive; each is fetched when Python opens it. */
export interface DeclaredFolder {
  /** Where Python works: a path in its drive. */
  readonly folder: string;
  readonly files: readonly DeclaredFile[];
}
export interface DeclaredFile {
  readonly path: string;
  /** Absolute. */
  readonly url: string;
}

/** What is handed on to `loadPyodide`. */
export interface LoadPyodideOptions {
  lockFileURL: string;
  /** Packages that are loaded, side by side, before anything runs. */
  packages: string[];
  [option: string]: unknown;
}

/** In which namespace some code is run, completed or asked about; without a name in that which Python begins with. */
export interface InNamespace {
  readonly namespace?: string;
}

/** Each request of the protocol that the worker answers: its content, and the content of its reply. */
export interface KernelCalls {
  execute: [
    KernelMessage.IExecuteRequestMsg['content'] & InNamespace,
    KernelMessage.IExecuteReplyMsg['content'],
  ];
  complete: [
    KernelMessage.ICompleteRequestMsg['content'] & InNamespace,
    KernelMessage.ICompleteReplyMsg['content'],
  ];
  inspect: [
    KernelMessage.IInspectRequestMsg['content'] & InNamespace,
    KernelMessage.IInspectReplyMsg['content'],
  ];
  isComplete: [KernelMessage.IIsCompleteRequestMsg['content'], KernelMessage.IIsCompleteReplyMsg['content']];
  commInfo: [KernelMessage.ICommInfoRequestMsg['content'], KernelMessage.ICommInfoReplyMsg['content']];
  /** The reply is memory of the input's that is given back: what is large enough that fresh memory would take long. */
  comm: [CommInput, readonly ArrayBuffer[]];
}
export type KernelMethod = keyof KernelCalls;

/** What a page says on a comm. Its JSON goes to Python as it is: parsing it there takes less than making it of objects. */
export interface CommInput {
  type: 'comm_open' | 'comm_msg' | 'comm_close';
  /** The message but for its buffers, as JSON. */
  message: string;
  buffers: readonly (ArrayBuffer | ArrayBufferView)[];
}

/** A call in flight: the content belongs to the method. */
export type KernelCall = {
  [Method in KernelMethod]: {
    type: 'call';
    id: number;
    method: Method;
    content: KernelCalls[Method][0];
    parent: KernelMessage.IMessage | undefined;
  };
}[KernelMethod];

/** What a worker needs to restore Python from the site's snapshot, before it knows of any kernel. */
export interface Preparation {
  /** The site's root, with a slash at its end. */
  baseUrl: string;
  pyodideUrl: string;
  loadPyodideOptions: LoadPyodideOptions;
  /** What the site's settings say of the snapshot; judged by the worker. */
  manifest: unknown;
  /** The file that tells of the site's packages, as in `KernelOptions`. */
  catalogue: unknown;
  /** What an earlier worker of the page has left. */
  kept: KeptFiles | null;
}

/** The snapshot, decompressed, in its order; each piece is the whole of its buffer, which is handed over. */
export type SnapshotPieces = readonly Uint8Array<ArrayBuffer>[];

/** What a restored kernel leaves for the next one of its page: nothing is fetched or compiled twice. */
export interface KeptFiles {
  /** Both as they are transferred, compressed: decompressed, they would take as much memory as Python has in use. */
  archive: Blob;
  snapshot: Blob;
  /** Of the snapshot when decompressed, in bytes. */
  snapshotSize: number;
  compiled: WebAssembly.Module;
  /** What tells of the site's packages, as JSON, or why it was not to be had; null where the site has none. */
  catalogued: { text: string } | { reason: string } | null;
  /** Files of the site that no start needs, by their URLs there, as they are transferred. */
  later: ReadonlyMap<string, Blob>;
}

/** What is done with an object of the other side, as `reflected-ffi` writes it: one of its traps, and by whom it is. */
export type ReflectedCall = readonly [trap: number, object: number | null, ...values: unknown[]];

/** What Python in a worker does with the page's own objects. */
export interface PageReflection {
  type: 'reflect';
  call: ReflectedCall;
  id: number;
  /** How its result comes to Python: as the answer to a question, by a message, or not at all. */
  wants: 'answer' | 'message' | null;
  /** By which later ones name the result, before anybody has it; null where none does. */
  as: number | null;
}

/** A module of Python's that a page brings: no snapshot has it. */
export interface PythonModule {
  readonly name: string;
  readonly source: string;
  readonly isLate?: true;
}

/** What a worker needs for Python that handles its page. */
export interface PageAccess {
  /** Modules of Python for it. */
  modules: readonly PythonModule[];
  /** What relative addresses of the page are relative to. */
  base: string;
  /** Whether the site's service worker can be asked. */
  isRouted: boolean;
}

/** What a page says to its kernel's worker. */
export type PageMessage =
  /** Comes first, if at all; `start` follows when a kernel is asked for. */
  | { type: 'prepare'; preparation: Preparation }
  /** What is kept of the snapshot, after a preparation with kept files; or why it is not to be had. */
  | { type: 'snapshot'; pieces: SnapshotPieces }
  | { type: 'snapshot'; reason: string }
  | { type: 'start'; options: KernelOptions }
  | KernelCall
  /** Interrupt what runs, unless that has happened; how many interruptions were asked for until now. */
  | { type: 'interrupt'; interruptions: number }
  /** What is in the kernel's folder, so that it need not ask. */
  | { type: 'folder'; entries: readonly Entry[] }
  /** Others made, changed, renamed or removed what is at these paths of a drive. */
  | { type: 'contents-changed'; drive: string; paths: readonly string[] }
  /** The drives beside the kernel's own that Python is to see; none goes away while the kernel runs. */
  | { type: 'drives'; names: readonly string[] }
  /** The page has named more files. */
  | { type: 'declare-files'; files: readonly DeclaredFile[] }
  /** A step of the drive has ended. */
  | { type: 'drive-stored'; drive: string; step: number; failures: readonly Failure[] }
  /** Have Python handle the page. */
  | { type: 'open-page'; access: PageAccess }
  /** Call a function of Python's, or let go of it; and what Pyodide wants to know of the page's objects in the call. */
  | { type: 'reflect'; id: number; call: ReflectedCall; shapes: ReadonlyMap<number, unknown> }
  /** What has come of what Python has done with the page's objects, where Python awaits it. */
  | { type: 'reflected'; id: number; answer: string };

/** What Python put out. Upstream's worker gives these their names and shapes (pyodide-kernel, worker.ts). */
export type Output = CellOutput | CommOutput;
export type CellOutput = { parentHeader: KernelMessage.IHeader } & (
  | { type: 'stream'; bundle: KernelMessage.IStreamMsg['content'] }
  | { type: 'display_data'; bundle: KernelMessage.IDisplayDataMsg['content'] }
  | { type: 'update_display_data'; bundle: KernelMessage.IUpdateDisplayDataMsg['content'] }
  | { type: 'clear_output'; bundle: KernelMessage.IClearOutputMsg['content'] }
  | { type: 'execute_result'; bundle: KernelMessage.IExecuteResultMsg['content'] }
  | { type: 'execute_error'; bundle: KernelMessage.IErrorMsg['content'] }
);
export interface CommOutput {
  type: 'comm_open' | 'comm_msg' | 'comm_close';
  /** `CommOutputMessage`, as JSON. */
  message: string;
  buffers: ArrayBuffer[];
}
export interface CommOutputMessage {
  content: KernelMessage.ICommMsgMsg['content'];
  metadata: KernelMessage.ICommMsgMsg['metadata'];
  parent_header: KernelMessage.IHeader;
}

/** How far a kernel's boot is. */
export type BootProgress =
  /** How many bytes, as they are once decompressed, have come of how many; null where only the page may know. */
  { stage: 'fetching'; bytes: number; total: number | null } | { stage: 'starting' };

/**
 * What the worker waits for without letting go of its thread: through memory that it shares with the page (see
 * `SharedReply`), or through the service worker.
 */
export type BlockingQuestion =
  /** What is in a folder of a drive, whose name is empty for the kernel's own, once a step has ended: answered by entries, or null where there is none. */
  | { type: 'drive-list'; drive: string; path: string; after: number }
  /** A file of the drive: answered by a `FileAnswer`, or null where there is none. */
  | { type: 'drive-read'; drive: string; path: string; after: number }
  /** Wait until a step has ended: answered by the steps after another one in which something failed. */
  | { type: 'drive-wait'; drive: string; after: number; through: number }
  /** A line of the reader's: answered by an `InputAnswer`. */
  | {
      type: 'input';
      content: KernelMessage.IInputRequestMsg['content'];
      parentHeader: KernelMessage.IHeader;
    }
  /** How many interruptions were asked for until now. */
  | { type: 'interruptions' }
  /** What has come of a `PageReflection`: answered by a text, as `reflection/answer.ts` writes it. */
  | { type: 'reflected'; id: number };

/** A file's content, whose text is base64 or the content itself. */
export interface FileContent {
  isBase64: boolean;
  text: string;
}

/** The content, or where it can be read while the page does not take it away: of this page alone, and for a while. */
export type FileAnswer = FileContent | { url: string };

/** A step of the drive, and what failed in it. */
export type StepEnd = readonly [step: number, failures: readonly Failure[]];

/** What the reader typed, or how many interruptions were asked for, the last of them instead of typing. */
export type InputAnswer = { value: string } | { interruptions: number };

/** What a page answers a question that came through the service worker, or by a port. */
export type RoutedAnswer = { content: unknown } | { error: string };

/** How Python has ended: as a cell has asked, or by an error, which is told for people. */
export type PythonEnd = { cause: 'exit' } | { cause: 'error'; reason: string };

/** What a kernel's worker says to its page. */
export type WorkerMessage =
  | { type: 'booting'; progress: BootProgress }
  /** `life` names a lock that the worker holds for as long as it lives; null where the browser has no locks. */
  | { type: 'started'; pythonVersion: string; life: string | null }
  | { type: 'keep'; kept: KeptFiles }
  /** Keep one more of the files that no start needs. */
  | { type: 'keep-later'; url: string; file: Blob }
  /** Python could not be started; nothing else will be answered. */
  | { type: 'boot-failed'; reason: string }
  | { type: 'answer'; id: number; content: KernelCalls[KernelMethod][1] }
  /** No service worker has answered the worker, which needs it. */
  | { type: 'unclaimed' }
  /** This many interruptions have reached Python. */
  | { type: 'interrupted'; interruptions: number }
  | { type: 'fault'; id: number; reason: string }
  | { type: 'output'; output: Output }
  | { type: 'log'; payload: ILogPayload }
  /** Python has ended, and nothing else will be answered. */
  | { type: 'ended'; end: PythonEnd }
  /** Store what Python has written, all of it or nothing. Steps are numbered from 1 in their order. */
  | { type: 'drive-store'; drive: string; step: number; changes: readonly SentChange[] }
  | { type: 'question'; question: BlockingQuestion; reply: SharedArrayBuffer }
  | PageReflection
  /** Python is there, and cannot handle the page, as `open-page` has asked; the reason is for people. */
  | { type: 'page-failed'; reason: string }
  /** What a function of Python's has given, or why it gives nothing. */
  | { type: 'reflected'; id: number; outcome: { value: unknown } | { error: string } }
  /** The same where Python is suspended until a `RoutedAnswer` comes by the port. */
  | { type: 'patient-question'; question: BlockingQuestion; reply: MessagePort };
