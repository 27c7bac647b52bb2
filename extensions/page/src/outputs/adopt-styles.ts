/** Have a style sheet in the tree that an element is in, unless it is among those that have it. */
export function adoptStyles(element: Element, text: string, having: WeakSet<Document | ShadowRoot>): void {
  const root = element.getRootNode();
  const tree = root instanceof ShadowRoot ? root : element.ownerDocument;
  if (having.has(tree)) return;
  having.add(tree);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  tree.adoptedStyleSheets.push(sheet);
}
