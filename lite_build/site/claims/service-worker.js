'use strict';

// In front of jupyterlite's own service worker, which claims pages and workers once: when it is activated. A worker whose
// script was still on its way then, or that began while the registration was made anew, would never get to it.
self.addEventListener('message', (event) => {
  if (event.data?.type === 'lite-build-claim') {
    event.waitUntil(self.clients.claim());
  }
});
