import asking from '../../python/lite_build_web/asking.py';
import httpClient from '../../python/lite_build_web/http_client.py';
import httpxTransports from '../../python/lite_build_web/httpx_transports.py';
import lite_build_web from '../../python/lite_build_web/__init__.py';
import pyodideXhr from '../../python/lite_build_web/pyodide_xhr.py';
import requestsAdapters from '../../python/lite_build_web/requests_adapters.py';
import urllib3Connections from '../../python/lite_build_web/urllib3_connections.py';
import type { OwnCode } from '@lite-build/boot/own-code';

/** The modules by which HTTP clients ask the browser: a package, and what is in it. */
export const WEB_MODULES: readonly OwnCode[] = Object.entries({
  '': lite_build_web,
  '.asking': asking,
  '.http_client': httpClient,
  '.httpx_transports': httpxTransports,
  '.pyodide_xhr': pyodideXhr,
  '.requests_adapters': requestsAdapters,
  '.urllib3_connections': urllib3Connections,
}).map(([name, source]) => ({ name: `lite_build_web${name}`, source }));
