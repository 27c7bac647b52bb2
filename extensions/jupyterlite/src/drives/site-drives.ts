import { PageConfig } from '@jupyterlab/coreutils';

/** What a site may offer its readers: what it publishes, folders of their own, and buckets. */
export type DriveKind = 'site' | 'folder' | 'bucket';

/** By this name the settings of a site tell which drives there are. */
const PLUGIN = '@lite-build/jupyterlite:drives';
const USUAL: readonly DriveKind[] = ['site', 'folder'];

/** The kinds of drives that this page's site offers, the first one first. */
export function siteDrives(): readonly DriveKind[] {
  const settings = JSON.parse(PageConfig.getOption('litePluginSettings') || '{}') as Readonly<
    Record<string, { readonly kinds?: readonly DriveKind[] } | undefined>
  >;
  return settings[PLUGIN]?.kinds ?? USUAL;
}
