'use strict';

// In front of jupyterlite's own service worker, whose answers get the headers that a static host does not send.
// Every page, script and worker of the site comes that way.
self.addEventListener('fetch', (event) => {
  const respondWith = event.respondWith.bind(event);
  event.respondWith = (answer) => {
    respondWith(Promise.resolve(answer).then(isolate));
  };
});

function isolate(response) {
  // What another origin sent, for its own pages alone or for ours as well, which needs no header and has an address of
  // its own; or a redirect, which the browser follows by itself.
  if (response.type.startsWith('opaque') || response.type === 'cors' || response.type === 'error') {
    return response;
  }
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers });
}
