import { PageConfig } from '@jupyterlab/coreutils';
import { isRecord } from './content.ts';

/** The name of the plugin's settings on the page. */
export const PLUGIN_ID = 'litewidget:saved-widgets';

/** Who can tell whether a notebook may run what it holds. */
export type Judge =
  /** The site, by the digests of the notebooks that it publishes. */
  | { readonly kind: 'site'; readonly publishedDigests: ReadonlySet<string> }
  /** A Jupyter server: it marks the cells of the notebooks that it trusts, and takes such marks from all others. */
  | { readonly kind: 'server' };

/** Find out who judges notebooks on this page. */
export function judgeOfPage(): Judge {
  if (PageConfig.getOption('serverRoot') !== '') {
    return { kind: 'server' };
  }
  const { publishedDigests } = ownSettings();
  const digests = Array.isArray(publishedDigests) ? publishedDigests : [];
  return { kind: 'site', publishedDigests: new Set(digests.filter((each) => typeof each === 'string')) };
}

function ownSettings(): Record<string, unknown> {
  const settings: unknown = JSON.parse(PageConfig.getOption('litePluginSettings') || '{}');
  const own = isRecord(settings) ? settings[PLUGIN_ID] : undefined;
  return isRecord(own) ? own : {};
}
