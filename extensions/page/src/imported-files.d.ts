declare module '*.css' {
  const text: string;
  export default text;
}

declare module '*.woff2' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** Python is imported as text: builds and tests know how. */
declare module '*.py' {
  const source: string;
  export default source;
}

/** Modules that are not run here, but handed on. */
declare module '*.js' {
  const text: string;
  export default text;
}
