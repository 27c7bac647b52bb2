import { joinedText, type MimeBundle } from '../output-values.ts';
import { CannotShow, type Rendering } from '../renderer.ts';
import { word } from '../../words/later-words.ts';

/** A picture in base64, as large as its metadata says, and never wider than there is room. */
export function renderImage(rendering: Rendering): Promise<void> {
  const { mimeType, value } = rendering;
  return showPicture(rendering, `data:${mimeType};base64,${joinedText(value).replace(/\s+/g, '')}`);
}

/** A drawing. It is shown as a picture, in which no script runs: so it can be saved, and need not be trusted. */
export function renderSvg(rendering: Rendering): Promise<void> {
  let source = joinedText(rendering.value);
  const open = /<svg[^>]*>/.exec(source)?.[0];
  if (open !== undefined && !/\sxmlns\s*=/.test(open)) {
    source = source.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
  }
  return showPicture(rendering, `data:image/svg+xml,${encodeURIComponent(source)}`);
}

async function showPicture(rendering: Rendering, address: string): Promise<void> {
  const { element, metadata } = rendering;
  const image = document.createElement('img');
  image.className = 'lite-image';
  image.alt = alternativeText(rendering);
  size(image, metadata);
  const background = metadata['needs_background'];
  if (background === 'light' || background === 'dark') image.classList.add(`lite-needs-${background}`);
  if (metadata['unconfined'] === true) image.classList.add('lite-unconfined');
  // With the text beside it, and not after it: an output that replaces another is not to be blank for a moment.
  image.decoding = 'sync';
  image.src = address;
  element.append(image);
  // Not `decode`, for which a page in the background may wait until it is looked at.
  await new Promise<void>((resolve, reject) => {
    image.addEventListener('load', () => {
      resolve();
    });
    image.addEventListener('error', () => {
      reject(new CannotShow('The picture cannot be read.'));
    });
  });
}

/** The object's own text says what a picture shows; that of IPython's wrapper says nothing. */
function alternativeText({ metadata, alternative }: Rendering): string {
  const told = metadata['alt'];
  if (typeof told === 'string') return told;
  const text = alternative.trim();
  return text === '' || /^<IPython\.core\.display\.\w+ object>$/.test(text)
    ? word('image')
    : text.replace(/^<(.*)>$/s, '$1');
}

/** Set by styles, since both attributes would keep their proportion only where there is room for both. */
function size(image: HTMLImageElement, metadata: MimeBundle): void {
  const [width, height] = [pixels(metadata['width']), pixels(metadata['height'])];
  if (width !== undefined) image.style.width = `${width}px`;
  if (height !== undefined && width !== undefined) image.style.aspectRatio = `${width} / ${height}`;
  else if (height !== undefined) image.style.height = `${height}px`;
}

function pixels(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value.replace(/px$/, '')) : value;
  return typeof number === 'number' && number > 0 && Number.isFinite(number) ? number : undefined;
}
