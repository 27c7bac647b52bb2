// What it loads has hashes in its names, and is not there where a site was copied in part.
const parts = await Promise.all(PARTS.map((part) => import(part))).catch((error) => {
  const words =
    `lite.js: a part of the site at ${new URL(".", import.meta.url).href} could not be loaded (${error.message}). ` +
    "Look whether the host has the whole site.";
  console.error(words);
  const tags = ["cell", "notebook", "exercise", "repl", "widget", "example"];
  for (const element of document.querySelectorAll(tags.map((name) => `lite-${name}`))) {
    const told = document.createElement("p");
    told.role = "alert";
    told.textContent = words;
    element.prepend(told);
  }
  return null;
});
parts?.[0].begin(import.meta.url, FACTS);
