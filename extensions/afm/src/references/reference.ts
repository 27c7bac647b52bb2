/** A place where a module or a style names another file. */
export interface Reference {
  /** `asset`: a file that is asked for by its address, such as a font, and neither run nor applied. */
  readonly kind: 'static' | 'dynamic' | 'style' | 'asset';
  /** As it is written, without quotes; null where only running tells. */
  readonly specifier: string | null;
}

/** A text in its order: all pieces joined, each reference as its specifier, are the text again. */
export type Piece = string | Reference;

/** A reference whose specifier is known, and where the specifier stands in a text. */
export interface PlacedReference extends Reference {
  readonly start: number;
  readonly end: number;
}

/** Cut a text at its references. A computed one has no place of its own: it stands as an empty piece of the text. */
export function cutAt(text: string, references: readonly PlacedReference[]): Piece[] {
  const pieces: Piece[] = [];
  let taken = 0;
  for (const { kind, specifier, start, end } of [...references].sort(
    (one, other) => one.start - other.start,
  )) {
    if (start >= taken) {
      pieces.push(text.slice(taken, start), { kind, specifier });
      taken = end;
    }
  }
  return [...pieces, text.slice(taken)];
}
