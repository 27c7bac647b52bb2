'use strict';

// In front of jupyterlite's own service worker: keeps what was opened of this site, for times without a network.
// All that it keeps is of one version of the site. A next version takes the place of that once it is here whole.
(() => {
  const { scope } = self.registration;
  const LIST = 'offline-files.json';
  const SETTINGS = 'jupyter-lite.json';
  const PREFIX = `lite-build offline ${scope} `;
  const STATE = `${PREFIX}state`;
  // What the reader has said of the whole site: `keep`, or `stopped`.
  const CHOICE = `${scope}offline-choice`;
  // The version that was last fetched for a reader who keeps the whole site; nothing in it while that is not known.
  const WISH = `${scope}offline-wish`;
  const SIDE_BY_SIDE = 6;
  // Of these the host is asked past all that is kept, or they are questions to an open page.
  const NEVER_KEPT =
    /^(?:offline-files\.json|site-version\.json|service-worker\.js|api\/(?!contents\/|translations\/).*)$/;
  // Said by a name: another content has another name.
  const NAMED_BY_CONTENT =
    /^static\/(?:boot|packages|page|pyodide)\/|^(?:build|config-utils|extensions)\b.*[./][0-9a-f]{7,}[./]/;
  const HASH = /(?<=[./-])(?:[0-9a-f]{7,}|[A-Z0-9]{8})(?=[./]|$)/g;
  // Their names have versions of their own.
  const OF_PYTHON = /^static\/(?:packages|pyodide)\//;
  const VERSION = /(?<=\/)\d[\w.]*(?=-)|(?<=-)\d.*(?=\.\w+$)/g;
  // As long as a page waits for the host before it is opened by what is kept, in milliseconds.
  const PATIENCE = 4000;
  // As long as what is fetched to be kept may take to begin, and to go on.
  const LONG_PATIENCE = 30_000;

  let known;
  let beginning;
  let running = Promise.resolve();
  let next;
  // Ends what is being fetched; null while nothing is.
  let fetching = null;
  // Why the last update did not go through: `full`, `network` or `changed`.
  let problem = null;
  // The list that was published when it was last asked for.
  let latest = null;
  // A page of a later version has said that the site keeps nothing any more.
  let isOff = false;
  // Opened in a version that is not here yet.
  const pending = new Set();
  // Pages, and their workers, that were opened by what is kept since the host did not answer: of which version.
  const openedByKept = new Map();

  /** The host cannot be had now, or not in time. */
  class NoAnswer extends Error {}

  self.addEventListener('fetch', (event) => {
    const name = event.request.method === 'GET' ? nameOf(event.request.url) : null;
    if (name !== null && !event.request.headers.has('range')) {
      event.stopImmediatePropagation();
      event.respondWith(answer(event, name));
    }
  });

  self.addEventListener('message', (event) => {
    if (event.data?.type === 'lite-build-keep-nothing') {
      isOff = true;
      event.waitUntil(keepNothing().catch(tell));
    } else if (event.data?.type === 'lite-build-visited') {
      isOff = false;
      event.waitUntil(keepVisited(event.data.addresses, event.data.withPython).catch(tell));
    } else if (event.data?.type === 'lite-build-copy') {
      const [port] = event.ports;
      const acted = act(event.data.action, event).catch((error) => {
        // A browser that is full keeps not even what the reader says.
        problem = error.name === 'QuotaExceededError' ? 'full' : problem;
        tell(error);
      });
      event.waitUntil(acted.then(stateOfCopy).then((state) => port.postMessage(state)));
    }
  });

  /** The path in the site that an address names; null for what is not kept. */
  function nameOf(address) {
    const url = new URL(address);
    const place = url.origin + url.pathname;
    if (!place.startsWith(scope)) {
      return null;
    }
    let name;
    try {
      name = decodeURIComponent(place.slice(scope.length));
    } catch {
      return null;
    }
    name = name === '' || name.endsWith('/') ? `${name}index.html` : name;
    return NEVER_KEPT.test(name) ? null : name;
  }

  function addressOf(name) {
    return scope + name.split('/').map(encodeURIComponent).join('/');
  }

  async function answer(event, asked) {
    const list = await keptList();
    const name = listedName(asked, list);
    const isNamedByContent = NAMED_BY_CONTENT.test(name);
    const isNavigation = event.request.mode === 'navigate';
    const openedVersion = isNavigation ? undefined : openedByKept.get(event.clientId);
    const version = openedVersion ?? list?.version;
    let kept = version === undefined ? undefined : await keptIn(version, name);
    if (kept === undefined && list?.before !== undefined && isNamedByContent) {
      kept = await keptIn(list.before, name);
    }
    if (kept !== undefined && name === `${asked}/index.html`) {
      // The page's own addresses are relative to its folder.
      kept = Response.redirect(`${addressOf(asked)}/${new URL(event.request.url).search}`);
    }
    if (openedVersion !== undefined && event.resultingClientId !== '') {
      openedByKept.set(event.resultingClientId, openedVersion);
    }
    if (kept !== undefined && (isNamedByContent || openedVersion !== undefined)) {
      return kept;
    }
    const patience = openedVersion === undefined ? null : PATIENCE;
    const answered = askHost(event, asked, kept, patience);
    if (kept === undefined || !isNavigation) {
      return await answered;
    }
    event.waitUntil(answered);
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    const first = await Promise.race([answered, late]);
    if (first === undefined || first === kept) {
      // From now on all of this page is of what is kept: each file by itself would be a mix, and wait for each.
      openedByKept.set(event.resultingClientId, version);
    }
    return first ?? kept;
  }

  /** A host's answer, or what is kept; with a patience in milliseconds it is no answer if it does not begin in time. */
  async function askHost(event, asked, kept, patience) {
    const asking = new AbortController();
    const timer = patience === null ? undefined : setTimeout(() => asking.abort(), patience);
    try {
      const response = await (patience === null
        ? fetch(event.request)
        : fetch(event.request, { signal: asking.signal }));
      clearTimeout(timer);
      if (response.status >= 500 && kept !== undefined) {
        return kept;
      }
      const isToKeep = event.request.cache !== 'no-store';
      if (isToKeep && response.status === 200 && response.type === 'basic' && !response.redirected) {
        const copy = response.clone();
        event.waitUntil(keepOpened(asked, copy).catch(tell));
      }
      return response;
    } catch (error) {
      if (kept !== undefined) {
        return kept;
      }
      if (event.request.mode === 'navigate') {
        return new Response(await notHere(), {
          status: 503,
          headers: { 'Content-Type': 'text/html; charset=utf-8' },
        });
      }
      throw error;
    }
  }

  /** The file that a name stands for, on hosts that show pages without their endings. */
  function listedName(name, list) {
    const names = [name, `${name}.html`, `${name}/index.html`];
    return names.find((each) => list !== null && Object.hasOwn(list.files, each)) ?? name;
  }

  async function keepOpened(asked, response) {
    const list = (await keptList()) ?? (await began());
    const name = listedName(asked, list);
    if (list?.files[name] === undefined || !(await mayKeep(list))) {
      return;
    }
    const content = await verified(response, await response.arrayBuffer(), name, list);
    if (content === null) {
      pending.add(name);
      await updated();
    } else {
      await (await cacheOf(list.version)).put(addressOf(name), content);
    }
  }

  /** A page was there before this service worker: what it has fetched is in the browser's own cache. */
  async function keepVisited(addresses, withPython) {
    let list = (await keptList()) ?? (await began());
    if (list !== null && !(await mayKeep(list))) {
      // The site may ask no more.
      list = await publishedList();
    }
    if (list === null || !(await mayKeep(list))) {
      return;
    }
    const asked = addresses.map(nameOf).filter((name) => name !== null);
    const names = asked.map((name) => listedName(name, list));
    for (const name of withPython ? [...names, ...list.python] : names) {
      pending.add(name);
    }
    await updated();
  }

  /** Take the present version for what is kept, where nothing was yet. */
  function began() {
    beginning ??= (async () => {
      const list = await publishedList();
      if (list !== null) {
        await setKept(list);
      }
      return list;
    })().finally(() => {
      beginning = undefined;
    });
    return beginning;
  }

  /** Update once what is going on is through; what is asked for until then is one update. */
  function updated() {
    if (next === undefined) {
      const waiting = running
        .catch(() => undefined)
        .then(() => {
          if (next !== waiting) {
            // The reader has stopped it.
            return undefined;
          }
          running = waiting;
          next = undefined;
          return update();
        });
      next = waiting;
    }
    return next;
  }

  /** Fetch what is lacking, and note why that does not go through. */
  async function update() {
    fetching = new AbortController();
    problem = null;
    try {
      await fetchLacking(fetching.signal);
    } catch (error) {
      if (error.name === 'QuotaExceededError') {
        problem = 'full';
        // It would be no other the next time that a page is opened.
        await choose('stopped');
      } else if (error instanceof NoAnswer) {
        problem = 'network';
      }
      throw error;
    } finally {
      fetching = null;
    }
  }

  /** Fetch what is lacking of the version that is published, then take it for what is kept. */
  async function fetchLacking(signal) {
    const published = await publishedList(signal);
    if (published === null) {
      problem = isOff ? null : 'network';
      return;
    }
    const choice = await choiceOfReader();
    if (published.kind === 'ask' && choice !== 'keep') {
      if (choice === null) {
        // The site has kept without asking once.
        await keepOnly([]);
        await setKept(published);
      }
      return;
    }
    if (choice === 'keep') {
      await wish(published.version);
    }
    const last = await keptList();
    await keepOnly([last?.before, last?.version, published.version]);
    const lastCache = last === null ? null : await cacheOf(last.version);
    const nextCache = await cacheOf(published.version);
    const asked = [...pending];
    const opened = lastCache === null ? [] : (await lastCache.keys()).map(({ url }) => nameOf(url));
    const openedStems = new Set(opened.map(stemOf));
    const core = last?.python.filter((name) => name.startsWith('static/pyodide/')) ?? [];
    const hasPython = core.some((name) => openedStems.has(stemOf(name)) || asked.includes(name));
    const python = hasPython ? published.python : [];
    const stems = new Set([...openedStems, ...[...asked, ...python].map(stemOf)]);
    const here = new Set((await nextCache.keys()).map(({ url }) => nameOf(url)));
    const isWhole = published.kind === 'all' || choice === 'keep';
    const wanted = Object.keys(published.files).filter((name) => isWhole || stems.has(stemOf(name)));
    const lacking = wanted.filter((name) => !here.has(name));
    const unlike = [];
    const put = [];
    const takesRoom = lacking.reduce((sum, name) => sum + published.files[name].size, 0);
    const ending = new AbortController();
    const ends = AbortSignal.any([signal, ending.signal]);
    const fetchNext = async () => {
      for (let name = lacking.pop(); name !== undefined; name = lacking.pop()) {
        const isSame = last?.files[name]?.digest === published.files[name].digest;
        const old = isSame ? await lastCache.match(addressOf(name)) : undefined;
        const content = old ?? (await fetched(name, published, ends));
        ends.throwIfAborted();
        if (content === null) {
          unlike.push(name);
        } else {
          put.push(name);
          await nextCache.put(addressOf(name), content);
        }
      }
    };
    let fetchers = [];
    try {
      await refuseWithoutRoom(takesRoom);
      fetchers = Array.from({ length: SIDE_BY_SIDE }, fetchNext);
      await Promise.all(fetchers);
    } catch (error) {
      // What is under way would put files after they were removed.
      ending.abort();
      await Promise.allSettled(fetchers);
      if (error.name === 'QuotaExceededError') {
        // What was there stays, and what the reader makes has room.
        await Promise.all(put.map((name) => nextCache.delete(addressOf(name))));
        await keepOnly([last?.before, last?.version]);
      }
      throw error;
    }
    if (unlike.length > 0) {
      tell(`${unlike.join(', ')}: the host has not what the site's list says.`);
    }
    // What was kept is not given up for a version that lacks it. What was never kept may well be lacking.
    if (last?.version !== published.version && unlike.some((name) => openedStems.has(stemOf(name)))) {
      problem = 'changed';
      return;
    }
    for (const name of asked) {
      pending.delete(name);
    }
    await setKept({ ...published, unlike });
  }

  /** Fetch nothing that the browser has no room for: what the reader makes needs some, too. */
  async function refuseWithoutRoom(bytes) {
    // Not all browsers tell.
    const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
    if (bytes > 0 && bytes > quota - usage) {
      throw new DOMException(`${bytes} bytes do not fit.`, 'QuotaExceededError');
    }
  }

  /** Whether files of a list may be kept by what the site says, and its reader. */
  async function mayKeep(list) {
    return list.kind !== 'ask' || (await choiceOfReader()) === 'keep';
  }

  /** `keep` or `stopped`; null while the reader has said nothing. */
  async function choiceOfReader() {
    const said = await caches.match(CHOICE, { cacheName: STATE });
    return said === undefined ? null : await said.text();
  }

  async function choose(choice) {
    if (choice === 'keep' || (await choiceOfReader()) !== null) {
      await (await caches.open(STATE)).put(CHOICE, new Response(choice));
    }
  }

  /** Note the version that is fetched for a reader: that one is gone on with. */
  async function wish(version) {
    await (await caches.open(STATE)).put(WISH, new Response(version));
  }

  async function isWished(version) {
    const wished = await (await caches.match(WISH, { cacheName: STATE }))?.text();
    return wished === version || wished === '';
  }

  /** Do as a reader says by a page: `look`, `hear`, `keep`, `stop` or `remove`. */
  async function act(action, event) {
    if (action === 'look') {
      isOff = false;
      await publishedList();
    } else if (action === 'keep') {
      isOff = false;
      await choose('keep');
      await wish(latest?.version ?? '');
      event.waitUntil(updated().catch(tell));
    } else if (action === 'stop' || action === 'remove') {
      await choose('stopped');
      next = undefined;
      fetching?.abort();
      // What was under way puts nothing any more.
      await running.catch(() => undefined);
    }
    if (action === 'remove') {
      problem = null;
      pending.clear();
      await keepNothing();
      await publishedList();
    }
  }

  /** How much of the site is kept, for a page that shows it; null where no list of its files can be had. */
  async function stateOfCopy() {
    const kept = await keptList();
    const list = latest ?? kept;
    if (list === null) {
      return null;
    }
    const names = Object.keys(list.files);
    const here = await namesIn(list.version);
    const before = kept !== null && kept.version !== list.version ? await namesIn(kept.version) : new Set();
    const isHere = (name) =>
      here.has(name) || (before.has(name) && kept.files[name]?.digest === list.files[name].digest);
    const lacking = names.filter((name) => !isHere(name));
    const sizeOf = (some) => some.reduce((sum, name) => sum + list.files[name].size, 0);
    const unlike = kept?.version === list.version ? (kept.unlike ?? []) : [];
    return {
      kind: list.kind,
      choice: await choiceOfReader(),
      isFetching: next !== undefined || (fetching !== null && !fetching.signal.aborted),
      isWhole: kept?.version === list.version && lacking.every((name) => unlike.includes(name)),
      isOlder: before.size > 0,
      isWished: await isWished(list.version),
      problem,
      files: names.length,
      filesLacking: lacking.length,
      bytes: sizeOf(names),
      bytesLacking: sizeOf(lacking),
    };
  }

  async function namesIn(version) {
    const name = PREFIX + version;
    // To open it would make it.
    const keys = (await caches.has(name)) ? await (await caches.open(name)).keys() : [];
    return new Set(keys.map(({ url }) => nameOf(url)));
  }

  /**
   * A host's answer and all of its bytes, as long as they go on coming and until the signal ends it.
   *
   * Throws NoAnswer where they do not come.
   */
  async function askInTime(address, cache, signal) {
    const late = new AbortController();
    const abort = () => late.abort();
    let timer = setTimeout(abort, LONG_PATIENCE);
    const goesOn = new TransformStream({
      transform(chunk, controller) {
        clearTimeout(timer);
        timer = setTimeout(abort, LONG_PATIENCE);
        controller.enqueue(chunk);
      },
    });
    try {
      const response = await fetch(address, {
        cache,
        signal: AbortSignal.any([late.signal, ...(signal ? [signal] : [])]),
      });
      const bytes = await new Response(response.body?.pipeThrough(goesOn)).arrayBuffer();
      return { response, bytes };
    } catch (error) {
      signal?.throwIfAborted();
      throw new NoAnswer(`${address} cannot be had now.`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  /** A file of a version; null where the host has another one by that name, or none. */
  async function fetched(name, list, signal) {
    for (const cache of ['default', 'reload']) {
      const { response, bytes } = await askInTime(addressOf(name), cache, signal);
      if (response.status >= 500 || response.status === 429) {
        throw new NoAnswer(`${addressOf(name)} cannot be had now (status ${response.status}).`);
      }
      const content = response.ok ? await verified(response, bytes, name, list) : null;
      if (content !== null) {
        return content;
      }
    }
    return null;
  }

  /** A response to keep, if it is of the version; some hosts write into pages. */
  async function verified(response, bytes, name, { files, version }) {
    const found = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const isThat = [...found]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('')
      .startsWith(files[name].digest);
    const said = new RegExp(`<meta\\s[^>]*\\blite-build-version\\b[^>]*\\b${version}\\b`);
    const says = () => name.endsWith('.html') && said.test(new TextDecoder().decode(bytes));
    return isThat || says() ? new Response(bytes, { headers: headersToKeep(response) }) : null;
  }

  /** All that a host says of a file, as isolation; but for what is about the way that it came. */
  function headersToKeep(response) {
    const headers = new Headers(response.headers);
    for (const name of ['Content-Encoding', 'Content-Length', 'Vary']) {
      headers.delete(name);
    }
    return headers;
  }

  /** The list of the site's files; null where it cannot be had. A site that has none any more keeps nothing. */
  async function publishedList(signal) {
    if (isOff) {
      return null;
    }
    const { response, bytes } = await askInTime(scope + LIST, 'no-cache', signal);
    const list = response.ok ? listIn(bytes) : null;
    const isGone = response.status === 404 || response.status === 410;
    // Some hosts answer what they have not by a page.
    if ((isGone || (response.ok && list === null)) && (await saysOff(signal))) {
      await keepNothing();
    }
    latest = list ?? latest;
    return list;
  }

  /** The list in an answer, without what is never kept; null where that is something else. */
  function listIn(bytes) {
    const list = jsonIn(bytes);
    if (typeof list?.version !== 'string' || !Array.isArray(list.python) || !(list.files instanceof Object)) {
      return null;
    }
    const isKept = (name) => !NEVER_KEPT.test(name);
    const files = Object.fromEntries(Object.entries(list.files).filter(([name]) => isKept(name)));
    return { ...list, python: list.python.filter(isKept), files };
  }

  /** Whether the site is there, and its settings say that it keeps nothing: a list may be lacking for a while. */
  async function saysOff(signal) {
    const { response, bytes } = await askInTime(scope + SETTINGS, 'no-cache', signal);
    const data = response.ok ? jsonIn(bytes)?.['jupyter-config-data'] : null;
    return typeof data === 'object' && data !== null && !('offline' in data);
  }

  function jsonIn(bytes) {
    try {
      return JSON.parse(new TextDecoder().decode(bytes));
    } catch {
      return null;
    }
  }

  async function keptList() {
    if (known === undefined) {
      const kept = await caches.match(scope + LIST, { cacheName: STATE });
      known = kept === undefined ? null : await kept.json();
    }
    return known;
  }

  /** Take a version for what is kept. The one before it stays for the tabs that are open. */
  async function setKept(list) {
    if (isOff) {
      return;
    }
    const last = await keptList();
    const before = last?.version === list.version ? last.before : last?.version;
    known = { ...list, before };
    await (await caches.open(STATE)).put(scope + LIST, new Response(JSON.stringify(known)));
    await keepOnly([before, list.version]);
  }

  async function keepOnly(versions) {
    const names = versions.map((version) => PREFIX + version);
    for (const name of await caches.keys()) {
      if (name.startsWith(PREFIX) && name !== STATE && !names.includes(name)) {
        await caches.delete(name);
      }
    }
  }

  async function keepNothing() {
    known = undefined;
    latest = null;
    for (const name of await caches.keys()) {
      if (name.startsWith(PREFIX)) {
        await caches.delete(name);
      }
    }
  }

  function keptIn(version, name) {
    return caches.match(addressOf(name), { cacheName: PREFIX + version });
  }

  function cacheOf(version) {
    return caches.open(PREFIX + version);
  }

  /** What two versions of a file have in common: its name without hashes, and that of a package without its version. */
  function stemOf(name) {
    if (name.startsWith('files/')) {
      return name;
    }
    const stem = name.replaceAll(HASH, '*');
    return OF_PYTHON.test(name) ? stem.replaceAll(VERSION, '*') : stem;
  }

  function tell(error) {
    console.warn('Not all of this page is kept for times without a network:', error);
  }

  /** A page that says that there is none, by what is kept of the site. */
  async function notHere() {
    const list = await keptList();
    const keepsNothing = list === null || (await namesIn(list.version)).size === 0;
    const keepsOpened = list?.kind === 'visited' && (await choiceOfReader()) === null;
    const said = keepsNothing
      ? 'There is no network, and this browser keeps nothing of this site.'
      : keepsOpened
        ? 'There is no network, and this page was not opened before. Pages that were opened before work.'
        : 'There is no network, and this page is not among those of this site that this browser keeps.';
    return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>No network</title>
<body style="font: 1rem/1.5 system-ui, sans-serif; max-width: 36em; margin: 4em auto; padding: 0 1em">
<h1>This page is not here</h1>
<p>${said}</p>
<p><a href="${scope}">The site’s first page</a></p>
</body>
</html>
`;
  }
})();
