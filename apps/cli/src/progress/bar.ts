/** `width` characters, the first `fraction` of them filled. */
export function barOf(fraction: number, width: number): { readonly filled: string; readonly rest: string } {
  const filled = Math.floor(Math.max(0, Math.min(1, fraction)) * width);
  return { filled: '█'.repeat(filled), rest: '░'.repeat(width - filled) };
}
