/** A mistake of the page's author, for people. */
export class AuthorMistake extends Error {
  /**
   * @param message what is wrong.
   * @param remedy what to do.
   */
  constructor(message: string, remedy: string) {
    super(`${message} ${remedy}`);
  }
}
