interface KernelMessage {
  readonly header: { readonly msg_type: string };
  readonly content: {
    readonly ename?: unknown;
    readonly evalue?: unknown;
    readonly name?: unknown;
    readonly text?: unknown;
  };
}

/**
 * What an exception in Python says, or null for any other output. Kernels send an error for it, or, where none of their
 * cells runs, the traceback on the error stream.
 */
export function pythonErrorOf(output: unknown): string | null {
  const { header, content } = output as KernelMessage;
  if (header.msg_type === 'error') {
    return `${String(content.ename)}: ${String(content.evalue)}`;
  }
  return header.msg_type === 'stream' && content.name === 'stderr' ? lastError(String(content.text)) : null;
}

/** The lines below the last frame of a traceback. */
function lastError(text: string): string | null {
  const lines = text.trimEnd().split('\n');
  const frames = lines.findLastIndex((line) => line.startsWith('  '));
  return lines.some((line) => line.startsWith('Traceback (most recent call last)'))
    ? lines.slice(frames + 1).join('\n')
    : null;
}
