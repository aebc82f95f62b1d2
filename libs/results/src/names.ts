import { printable } from './safe-text.ts';

/** A name as a heading: "learning-rates" → "Learning rates". */
export function readableName(name: string): string {
  const words = printable(name).replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * A name as part of a file's name: "Learning rates (2)" → "learning-rates-2".
 * @param otherwise for a name of which nothing can be kept.
 */
export function slug(name: string, otherwise = 'sweep'): string {
  const kept = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return kept === '' ? otherwise : kept;
}

/** A function that gives each name once: the second "a" becomes "a-2". Names such as "a/b" and "a-b" have one slug. */
export function uniqueNames(): (wanted: string) => string {
  const given = new Set<string>();
  return (wanted) => {
    let name = wanted;
    for (let count = 2; given.has(name); count += 1) name = `${wanted}-${count}`;
    given.add(name);
    return name;
  };
}
