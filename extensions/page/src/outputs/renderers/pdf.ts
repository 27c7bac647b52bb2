import { joinedText } from '../output-values.ts';
import type { Rendering } from '../renderer.ts';
import { word } from '../../words/later-words.ts';

/** A PDF: shown where the browser can, and always to be saved. */
export function renderPdf({ element, value, signal }: Rendering): void {
  const bytes = Uint8Array.from(atob(joinedText(value).replace(/\s+/g, '')), (character) =>
    character.charCodeAt(0),
  );
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
  signal.addEventListener('abort', () => {
    URL.revokeObjectURL(address);
  });
  if (navigator.pdfViewerEnabled) {
    const frame = document.createElement('iframe');
    frame.className = 'lite-frame lite-pdf';
    frame.title = word('pdf-document');
    frame.src = address;
    frame.style.height = 'min(80vh, 40rem)';
    element.append(frame);
  }
  const link = document.createElement('a');
  link.href = address;
  link.download = 'output.pdf';
  link.textContent = `${word('save-pdf')} (${size(bytes.length)})`;
  const line = document.createElement('div');
  line.className = 'lite-text';
  line.append(link);
  element.append(line);
}

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
