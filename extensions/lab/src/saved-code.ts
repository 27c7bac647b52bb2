import type { DocumentRegistry } from '@jupyterlab/docregistry';

type CodeTrait = '_esm' | '_css';
type Context = DocumentRegistry.IContext<DocumentRegistry.IModel>;

/**
 * Watch one document for as long as it is open. Where it is the code of live widgets, each save replaces that, in the
 * page and in Python. A widget carries its code and not its file's name: the file is known by what it held before.
 * Where it may be what a widget's module imports, or a file of the site, widgets read theirs anew.
 */
export async function followSaves(context: Context): Promise<void> {
  if (!/\.(m?js|css|json)$/.test(context.path)) {
    return;
  }
  await context.ready;
  let saved = textOf(context);
  let saving = saved;
  context.saveState.connect((_, state) => {
    if (state === 'started') {
      // What is typed while the file is written belongs to the next save.
      saving = textOf(context);
    } else if (state === 'completed' && saving !== saved) {
      void replaceCode(traitOf(context.path), saved, saving);
      saved = saving;
    }
  });
}

async function replaceCode(trait: CodeTrait | null, before: string, after: string): Promise<void> {
  const { liveModels, refreshFiles } = await import('./widget-runtime.ts');
  for (const model of liveModels()) {
    const code: unknown = trait === null ? null : model.get(trait);
    if (typeof code === 'string' && withPlainLineEnds(code) === before) {
      model.set(trait, after);
      model.save_changes();
    }
  }
  refreshFiles();
}

function traitOf(path: string): CodeTrait | null {
  return /\.m?js$/.test(path) ? '_esm' : path.endsWith('.css') ? '_css' : null;
}

function textOf(context: Context): string {
  return withPlainLineEnds(context.model.toString());
}

function withPlainLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
