const DRAWING = `
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <rect x="2" y="2" width="60" height="60" rx="12" fill="#306998"/>
  <path d="M14 20l13 12-13 12" fill="none" stroke="#ffd43b" stroke-width="7" stroke-linecap="round"/>
  <path d="M34 45h17" stroke="#fff" stroke-width="7" stroke-linecap="round"/>
</svg>`;

/** A prompt and a cursor: what stands for the kernel in the launcher, as a URL. */
export const icon = `data:image/svg+xml,${encodeURIComponent(DRAWING.trim())}`;
