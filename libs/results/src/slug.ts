/** A name as part of a file's name: "Learning rates (2)" → "learning-rates-2". Never empty. */
export function slug(name: string): string {
  const kept = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return kept === '' ? 'sweep' : kept;
}
