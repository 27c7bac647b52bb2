/**
 * Have the page's service worker claim the workers that it has missed: one whose script was on its way while the service
 * worker was activated, or that began while the registration was made anew, is under none for ever. One that is still
 * being installed claims them all by itself.
 */
export async function claimWorkers(): Promise<void> {
  const { serviceWorker } = navigator as Partial<Navigator>;
  const registration = await serviceWorker?.getRegistration();
  registration?.active?.postMessage({ type: 'lite-build-claim' });
}
