import {
  OutputArea,
  CannotShow,
  type OutputAreaOptions,
  type Rendering,
  type SavedOutput,
} from '../outputs/index.ts';
import { joinedText } from '../outputs/output-values.ts';
import { WIDGET_VIEW } from '../outputs/mime-types.ts';
import { renderHtml } from '../outputs/renderers/html.ts';
import { renderJson } from '../outputs/renderers/json.ts';
import { word } from '../words/later-words.ts';
import { standIn, type WidgetModels } from './stand-ins.ts';

/** What the page draws by a library, which a file does not bring. */
const DRAWN = [
  'application/vnd.plotly.v1+json',
  'application/vnd.vegalite.v6+json',
  'application/vnd.vegalite.v5+json',
  'application/vnd.vegalite.v4+json',
  'application/vnd.vega.v6+json',
  'application/vnd.vega.v5+json',
  'text/vnd.mermaid',
];
const EVERYTHING = { characters: Infinity, lines: Infinity, outputs: Infinity };
const WITHOUT_STATE = 'This widget is there where the notebook is opened live and run.';
/** What can be seen of HTML besides its text. */
const SEEN = 'img,svg,video,audio,canvas,math,hr,table';

/**
 * Show what a cell has put out as it stays where nothing runs: all of it is there, and nothing waits for a click.
 *
 * @param place an element in the tree that is to have the styles.
 * @param base the address that relative ones lead from.
 * @returns the area's element. It is no longer looked after.
 */
export async function stillOutputs(
  place: ParentNode,
  outputs: readonly SavedOutput[],
  widgets: WidgetModels,
  base: string,
): Promise<HTMLElement> {
  const element = document.createElement('div');
  place.append(element);
  const cannotBeDrawn = (): never => {
    throw new CannotShow('A figure of this kind is drawn where the notebook is opened live.');
  };
  const options: OutputAreaOptions = {
    isTrusted: false,
    base,
    limits: EVERYTHING,
    openTracebacks: true,
    renderers: {
      [WIDGET_VIEW]: () => (rendering) => renderStandIn(rendering, widgets, place, base),
      'text/html': () => renderStillHtml,
      'application/json': () => renderOpenJson,
      'application/pdf': () => renderPdfLink,
      ...Object.fromEntries(DRAWN.map((type) => [type, () => cannotBeDrawn])),
    },
  };
  const area = new OutputArea(element, options);
  area.restore(outputs.map(whole));
  await area.settled();
  const shown = element.cloneNode(true) as HTMLElement;
  area.dispose();
  element.remove();
  shown.removeAttribute('style');
  for (const button of shown.querySelectorAll('button')) button.remove();
  // What may be too wide is reached by the keyboard: no script can tell by then whether it is.
  for (const rendered of shown.querySelectorAll('.lite-rendered:has(table)')) {
    rendered.setAttribute('tabindex', '0');
    rendered.setAttribute('role', 'group');
    rendered.setAttribute('aria-label', word('output'));
  }
  return shown;
}

/** An output as the format has it: notebooks that others have written may lack something. */
function whole(output: SavedOutput): SavedOutput {
  if (output.output_type !== 'error') return output;
  const { ename, evalue, traceback } = output as Partial<typeof output>;
  return {
    output_type: 'error',
    ename: joinedText(ename),
    evalue: joinedText(evalue),
    traceback: Array.isArray(traceback) ? traceback.map(joinedText) : [],
  };
}

async function renderStandIn(
  { element, value, alternative }: Rendering,
  widgets: WidgetModels,
  place: ParentNode,
  base: string,
): Promise<void> {
  const id = (value as { model_id?: unknown } | null)?.model_id;
  const shown = await standIn(widgets, String(id), (outputs) => stillOutputs(place, outputs, {}, base));
  if (shown === null) {
    // A text that tells an address in Python's memory tells nothing.
    const isReadable = alternative.trim() !== '' && !/\bat 0x[0-9a-f]+>/.test(alternative);
    if (isReadable) throw new CannotShow(WITHOUT_STATE);
    element.append(note(WITHOUT_STATE));
    return;
  }
  if (shown.children.length !== 1 || shown.firstElementChild?.localName !== 'img') {
    element.append(note('This widget stands still here. It was saved with:'));
  }
  element.append(shown);
}

/** What is safe of HTML, with its styles for itself alone. */
async function renderStillHtml(rendering: Rendering): Promise<void> {
  const { element, value } = rendering;
  await renderHtml(rendering);
  const source = joinedText(value);
  if (element.textContent.trim() === '' && element.querySelector(SEEN) === null && /<script/i.test(source)) {
    throw new CannotShow('This output is made by a script. It is there where the notebook is opened live.');
  }
  const styles = [...new DOMParser().parseFromString(source, 'text/html').querySelectorAll('style')];
  const rules = styles.flatMap((style) => rulesOf(style.textContent));
  if (rules.length > 0) {
    const scoped = document.createElement('style');
    scoped.textContent = `@scope {${rules.join('\n')}}`.replaceAll('</', '<\\/');
    element.prepend(scoped);
  }
}

/** Rules that are whole, each as the browser has read it: none ends what is around it. */
function rulesOf(styles: string): string[] {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  return Array.from(sheet.cssRules, ({ cssText }) => cssText);
}

/** JSON with all its folds filled and open. */
function renderOpenJson(rendering: Rendering): void {
  renderJson({ ...rendering, metadata: { ...rendering.metadata, expanded: true } });
  for (let more = moreOf(rendering); more !== null; more = moreOf(rendering)) {
    more.click();
    more.remove();
  }
}

function moreOf({ element }: Rendering): HTMLElement | null {
  return element.querySelector<HTMLElement>('button.lite-more');
}

function renderPdfLink({ element, value }: Rendering): void {
  const link = document.createElement('a');
  link.href = `data:application/pdf;base64,${joinedText(value).replace(/\s+/g, '')}`;
  link.download = 'output.pdf';
  link.textContent = word('save-pdf');
  element.append(link);
}

function note(words: string): HTMLElement {
  const made = document.createElement('div');
  made.className = 'lite-note';
  made.textContent = words;
  return made;
}
