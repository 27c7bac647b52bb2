'use strict';

const UPDATE_MILLISECONDS = 3000;

// The first visit comes before there is a service worker that could isolate the page: it is loaded once more.
(() => {
  const tried = 'lite-build-isolation';
  if (window.crossOriginIsolated) {
    sessionStorage.removeItem(tried);
    return;
  }
  // A frame is isolated where the pages around it are, and by nothing of its own.
  if (window.top !== window || !navigator.serviceWorker || sessionStorage.getItem(tried)) {
    return;
  }
  sessionStorage.setItem(tried, 'yes');
  const { src, dataset } = document.currentScript;
  // What else is on the page would start all the same, and jupyterlite replaces what others have registered.
  window.stop();
  activate(new URL(`service-worker.js?enableCache=${dataset.cache}`, src))
    .catch((error) => {
      console.warn('This page could not be isolated from other origins:', error);
    })
    .finally(() => {
      location.reload();
    });
})();

async function activate(script) {
  const registration = await navigator.serviceWorker.register(script);
  if (navigator.serviceWorker.controller) {
    // It did not isolate the page, so it is of an earlier build. A browser may put off the look for a newer one.
    const patience = new Promise((resolve) => setTimeout(resolve, UPDATE_MILLISECONDS));
    await Promise.race([registration.update(), patience]);
  }
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  while (worker.state !== 'activated') {
    if (worker.state === 'redundant') {
      throw new Error('the service worker could not be installed');
    }
    await new Promise((resolve) => worker.addEventListener('statechange', resolve, { once: true }));
  }
}
