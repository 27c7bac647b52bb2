import type { RawConfig } from './parse-config.ts';

/**
 * Read the content of `<py-env>`: a list of packages, and of paths, as pages of 2022 write it.
 *
 * @param complain is told, in sentences, of lines that are neither.
 */
export function readEnvironment(text: string, complain: (mistake: string) => void): RawConfig {
  const packages: string[] = [];
  const paths: string[] = [];
  let pathsFrom = -1;
  for (const line of text.split('\n')) {
    const [, indent = '', item] = /^(\s*)-\s+(.*?)\s*$/.exec(line) ?? [];
    if (item === undefined) {
      if (line.trim() !== '' && !line.trim().startsWith('#')) {
        complain(`<py-env> has a line that is no item of a list: ${line.trim()}. Write "- package".`);
      }
    } else if (/^paths\s*:$/.test(item)) {
      pathsFrom = indent.length;
    } else {
      const plain = item.replace(/^(["'])(.*)\1$/, '$2');
      const isPath = pathsFrom >= 0 && indent.length > pathsFrom;
      pathsFrom = isPath ? pathsFrom : -1;
      (isPath ? paths : packages).push(plain);
    }
  }
  return { packages, paths };
}
