// mermaid as the module that Sphinx's extension imports. Its own module is made of a hundred files; its script is one.
const script = document.createElement('script');
script.src = new URL('../lite/static/mermaid/mermaid.min.js', import.meta.url).href;
await new Promise((resolve, reject) => {
  script.addEventListener('load', resolve);
  script.addEventListener('error', () => reject(new Error(`${script.src} could not be loaded`)));
  document.head.append(script);
});

export default globalThis.mermaid;
