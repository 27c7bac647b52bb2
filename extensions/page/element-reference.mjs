import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * What pages may say to the elements, and hear of them, by the words that stand in the code: each class's `@attr` and
 * `@fires`, and its public members but for those that are `@internal`.
 *
 * @param folder of the elements' modules.
 * @returns by tag: words, attributes, properties, methods, events; those that all have, under "".
 * @throws Error if something has no words.
 */
export function elementReference(folder) {
  const described = {};
  for (const file of readdirSync(folder).filter((name) => /^lite-\w+\.ts$/.test(name))) {
    const path = join(folder, file);
    const source = ts.createSourceFile(path, readFileSync(path, 'utf-8'), ts.ScriptTarget.Latest, true);
    const found = source.statements.find(
      (each) => ts.isClassDeclaration(each) && each.modifiers?.some(isExport),
    );
    described[file === 'lite-element.ts' ? '' : file.replace('.ts', '')] = describe(found, path);
  }
  return described;
}

function describe(declaration, path) {
  const tags = ts.getJSDocTags(declaration);
  const members = declaration.members.filter(isPublic).map((member) => memberOf(member, path));
  return {
    words: wordsOf(declaration),
    attributes: tags.filter(isNamed('attr')).map((tag) => attributeOf(tag, path)),
    properties: merged(members.filter(({ kind }) => kind === 'property')),
    methods: members.filter(({ kind }) => kind === 'method'),
    events: tags.filter(isNamed('fires')).map((tag) => namedWords(textOf(tag), path)),
  };
}

function memberOf(member, path) {
  const isMethod = ts.isMethodDeclaration(member);
  const name = member.name.getText();
  const words = wordsOf(member);
  if (words === '' && !ts.isSetAccessor(member)) {
    throw new Error(`${path}: ${name} is public and has no words; add some, or @internal`);
  }
  const ends = ts.getJSDocTags(member).filter((tag) => ['returns', 'throws'].includes(tag.tagName.text));
  return {
    kind: isMethod ? 'method' : 'property',
    name,
    parameters: isMethod ? member.parameters.map((each) => each.getText()) : [],
    type: member.type?.getText() ?? '',
    words,
    ends: ends.map((tag) => [tag.tagName.text, flat(textOf(tag))]),
  };
}

/** A property that is read and set has its words where it is read. */
function merged(properties) {
  const settable = new Set(properties.filter(({ words }) => words === '').map(({ name }) => name));
  return properties
    .filter(({ words }) => words !== '')
    .map((property) => ({ ...property, isSettable: settable.has(property.name) }));
}

function attributeOf(tag, path) {
  const [, type, rest] = /^\{([^}]+)\}\s*(.*)$/s.exec(textOf(tag)) ?? [];
  if (type === undefined) {
    throw new Error(`${path}: @attr ${textOf(tag)}: write {kind} name words`);
  }
  return { type, ...namedWords(rest, path) };
}

function namedWords(text, path) {
  const [, name, words] = /^(\S+)\s+(.*)$/s.exec(text) ?? [];
  if (name === undefined) {
    throw new Error(`${path}: ${text} has no words`);
  }
  return { name, words: flat(words) };
}

function textOf(tag) {
  return ts.getTextOfJSDocComment(tag.comment) ?? '';
}

function wordsOf(node) {
  return ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
    .join('\n\n');
}

function flat(text) {
  return text.replace(/\s+/g, ' ').trim();
}

function isPublic(member) {
  const hidden = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword, ts.SyntaxKind.StaticKeyword];
  return (
    !ts.isConstructorDeclaration(member) &&
    !ts.isPrivateIdentifier(member.name) &&
    member.modifiers?.some(({ kind }) => hidden.includes(kind)) !== true &&
    !ts.getJSDocTags(member).some(isNamed('internal'))
  );
}

function isNamed(name) {
  return (tag) => tag.tagName.text === name;
}

function isExport({ kind }) {
  return kind === ts.SyntaxKind.ExportKeyword;
}
