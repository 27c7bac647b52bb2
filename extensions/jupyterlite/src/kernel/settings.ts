import { PageConfig } from '@jupyterlab/coreutils';
import { type PluginSettings, SiteSettings } from '@lite-build/kernel/host/site-settings';

/** What the page's site says of its kernels. */
export function readSiteSettings(): SiteSettings {
  const settings = JSON.parse(PageConfig.getOption('litePluginSettings') || '{}') as PluginSettings;
  return new SiteSettings(settings, new URL('.', PageConfig.getBaseUrl()).href);
}
