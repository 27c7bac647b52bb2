/** Python is imported as text: builds know how. */
declare module '*.py' {
  const source: string;
  export default source;
}
