/**
 * A part of the site's code that is fetched where it is wanted.
 *
 * @param part what `import` gives.
 * @throws Error in words, where it is not to be had.
 */
export async function laterPart<Part>(part: Promise<Part>): Promise<Part> {
  return await part.catch((error: unknown) => {
    throw new Error('A part of this site could not be had. Look at the connection, or load this page anew.', {
      cause: error,
    });
  });
}
