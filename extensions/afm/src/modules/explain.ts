import { ModuleError } from './graph.ts';
import { placeInTrace } from './trace.ts';
import { isBare, type ModuleImport } from './imports.ts';
import { isAddress } from './source.ts';

/** A module as it was tried. */
export interface TriedModule {
  /** The name that its author knows it by. */
  readonly file: string;
  readonly address: string;
  /** Its files by address, as traces name them. */
  readonly traceNames: ReadonlyMap<string, string>;
  readonly imports: readonly ModuleImport[];
}

/** Say why a module could not be loaded, in words that its author can act on. */
export async function explainFailure(error: unknown, module: TriedModule): Promise<ModuleError> {
  const place = placeInTrace(error, [...module.traceNames.values()]);
  // One that running code threw, as JSON.parse does, has that code in its trace.
  if (error instanceof SyntaxError && place === null) {
    return new ModuleError(`${module.file} is not a JavaScript module: ${error.message}`, {
      cause: error,
      place: await placeOfSyntaxError(module),
    });
  }
  if (place !== null || !(error instanceof TypeError)) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return new ModuleError(`${module.file} failed as it was loaded: ${reason}`, { cause: error, place });
  }
  const specifiers = new Set(
    module.imports.flatMap(({ kind, specifier }) =>
      kind === 'static' && specifier !== null ? [specifier] : [],
    ),
  );
  const unresolved = [...specifiers].find(
    (specifier) => isBare(specifier) && error.message.includes(specifier),
  );
  if (unresolved !== undefined) {
    return new ModuleError(
      `${module.file} imports '${unresolved}' by name alone. A browser knows addresses and relative paths only: ` +
        'bundle the widget, or import from an address.',
      { cause: error },
    );
  }
  const missing = await unreachable([...specifiers].filter((specifier) => URL.canParse(specifier)));
  if (missing.addresses.length > 0) {
    return new ModuleError(`${module.file} imports ${missing.addresses.join(', ')}. ${blocked(missing)}`, {
      cause: error,
    });
  }
  if (URL.canParse(module.file) && new URL(module.file).origin !== location.origin) {
    const itself = await unreachable([module.file]);
    if (itself.addresses.length > 0) {
      return new ModuleError(`The widget's module is ${module.file}. ${blocked(itself)}`, { cause: error });
    }
  }
  return new ModuleError(`${module.file} could not be loaded: ${error.message}`, { cause: error });
}

/** Say why what a running module imports by its address could not be had; anything else stays as it was thrown. */
export async function explainRunningImport(
  error: unknown,
  file: string,
  specifier: string,
): Promise<unknown> {
  const isOfAddress = error instanceof TypeError && isAddress(specifier);
  if (!isOfAddress || placeInTrace(error, [specifier]) !== null) {
    return error;
  }
  const missing = await unreachable([specifier]);
  return missing.addresses.length === 0
    ? error
    : new ModuleError(`${file} imports ${specifier}. ${blocked(missing)}`, { cause: error });
}

/** How long to wait to be told that a policy has forbidden an import, in milliseconds. */
const VIOLATION_PATIENCE = 500;

interface Unreachable {
  readonly addresses: readonly string[];
  /** Whether the page's own Content-Security-Policy is the reason. */
  readonly isForbidden: boolean;
}

/** Those of the addresses that cannot be imported. What can be has been already. */
async function unreachable(addresses: readonly string[]): Promise<Unreachable> {
  const asked = new AbortController();
  const forbidden = new Set<string>();
  const violation = Promise.withResolvers<null>();
  document.addEventListener(
    'securitypolicyviolation',
    ({ blockedURI }) => {
      forbidden.add(originOf(blockedURI));
      violation.resolve(null);
    },
    { signal: asked.signal },
  );
  try {
    const missing = await failing(addresses);
    if (missing.length > 0 && forbidden.size === 0) {
      // Of an import that has failed before, some browsers keep the failure, and tell no reason again.
      await failing(missing.map((address) => `${address}#${crypto.randomUUID()}`));
      // The browser tells of it in a task of its own, which may come after the import has failed.
      await Promise.race([
        violation.promise,
        new Promise((resolve) => setTimeout(resolve, VIOLATION_PATIENCE)),
      ]);
    }
    return { addresses: missing, isForbidden: missing.some((address) => forbidden.has(originOf(address))) };
  } finally {
    asked.abort();
  }
}

/** Say which hosts a page could not load from, why, and what an author can do. */
function blocked({ addresses, isForbidden }: Unreachable): string {
  const hosts = [...new Set(addresses.map((address) => new URL(address).host))].join(', ');
  const origins = [...new Set(addresses.map(originOf))].join(' ');
  const ship =
    'ship the code with the widget (bundle it into the module, or put it beside and import it by a relative path)';
  return isForbidden
    ? `This page's Content-Security-Policy blocked ${hosts}: ${ship}, or allow ${origins} in the policy's script-src.`
    : `${hosts} was blocked or could not be reached from this page: ${ship}, ` +
        `or see that the network lets it through and that ${hosts} allows other sites to import from it (CORS).`;
}

async function failing(addresses: readonly string[]): Promise<string[]> {
  const results = await Promise.allSettled(
    addresses.map((address) => import(/* webpackIgnore: true */ /* @vite-ignore */ address)),
  );
  return addresses.filter((_, index) => results[index]?.status === 'rejected');
}

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : address;
}

/**
 * Where a module's syntax error is, as `file:line:column`. An import's rejection does not say it, but a script element's
 * error event does.
 */
async function placeOfSyntaxError({ address, traceNames }: TriedModule): Promise<string | null> {
  const script = document.createElement('script');
  const finished = new AbortController();
  const place = new Promise<string | null>((resolve) => {
    const listening = { signal: finished.signal };
    addEventListener(
      'error',
      (event: ErrorEvent) => {
        if (event.error instanceof SyntaxError) {
          event.preventDefault();
          event.stopImmediatePropagation();
          const file = traceNames.get(event.filename) ?? event.filename;
          resolve(`${file}:${event.lineno}:${event.colno}`);
        }
      },
      { ...listening, capture: true },
    );
    for (const outcome of ['load', 'error']) {
      script.addEventListener(
        outcome,
        () => {
          resolve(null);
        },
        listening,
      );
    }
  });
  script.type = 'module';
  script.src = address;
  document.head.append(script);
  try {
    return await place;
  } finally {
    finished.abort();
    script.remove();
  }
}
