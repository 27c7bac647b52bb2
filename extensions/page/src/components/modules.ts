import type { ModuleName } from './specifications.ts';

/** The ES modules of components: texts, as Python sends them, so that each is loaded once whoever has made the widget. */
const MODULES: Readonly<Record<ModuleName, () => Promise<{ readonly default: string }>>> = {
  controls: () => import('../../../litewidget/litewidget/components/controls.js', { with: { type: 'text' } }),
  layouts: () => import('../../../litewidget/litewidget/components/layouts.js', { with: { type: 'text' } }),
  plot: () => import('../../../litewidget/litewidget/components/plot.js', { with: { type: 'text' } }),
  table: () => import('../../../litewidget/litewidget/components/table.js', { with: { type: 'text' } }),
};

/** A component's module and style. */
export async function componentCode(
  name: ModuleName,
): Promise<{ readonly module: string; readonly style: string }> {
  const [module, style] = await Promise.all([
    MODULES[name](),
    import('../../../litewidget/litewidget/components/components.css', { with: { type: 'text' } }),
  ]);
  return { module: module.default, style: style.default };
}
