/** Python is imported as text: builds and tests know how. */
declare module '*.py' {
  const source: string;
  export default source;
}
