import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packages, readJson, ROOT } from './packages.js';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const all = packages();
const drawn = all.filter(({ folder }) => /^(libs|apps)\//.test(folder));

describe('DESIGN.md', () => {
  const design = read('DESIGN.md');

  /** The layers of "libs/a ← libs/b, libs/c ← …": what stands together does not import one another. */
  const direction = /^ {4}(libs\/.* ← .*(?:\n {4}.*)*)/m
    .exec(design)![1]
    .split('←')
    .map((layer) => layer.split(',').map((folder) => folder.trim()));

  it('draws every package once', () => {
    expect(direction.flat().sort()).toEqual(drawn.map(({ folder }) => folder).sort());
  });

  it.each(drawn)('$folder uses only packages that are drawn before it', ({ folder, uses }) => {
    const before = direction.slice(
      0,
      direction.findIndex((layer) => layer.includes(folder)),
    );
    const used = all.filter(({ id }) => uses.includes(id)).map((one) => one.folder);
    expect(used.filter((one) => !before.flat().includes(one))).toEqual([]);
  });

  /** The lines of the layout, continued ones joined, as [folder or file, what is said of it]. */
  const layout = /## Layout\n\n((?: {4}.*\n)+)/
    .exec(design)![1]
    .replace(/\n {20,}/g, ' ')
    .trim()
    .split('\n')
    .map((line) => /^ *(\S+)\s+(.*)/.exec(line)!.slice(1) as [string, string]);

  it.each(layout)('%s is where it says, with the folders named beside it', (path, said) => {
    expect(existsSync(join(ROOT, path))).toBe(true);
    const folders = [...said.matchAll(/(?<![\w/.])([\w-]+)\/(?=[\s,.;:)*]|$)/g)].map(([, name]) => name);
    if (!path.endsWith('/')) return;
    const below = readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true });
    const present = below.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(present).toEqual(expect.arrayContaining(folders));
  });

  it('has every package in its layout', () => {
    const named = layout.map(([path]) => path);
    expect(all.filter(({ folder }) => !named.some((path) => `${path}/`.startsWith(`${folder}/`)))).toEqual([]);
  });
});

/** What tells of the tree as it is; CHANGELOG.md also tells of what is gone. */
const PAGES = ['README.md', 'CONTRIBUTING.md', 'DESIGN.md'].concat(
  ['docs', 'examples', 'k8s'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  ),
);

describe.each(PAGES)('%s', (page) => {
  const text = read(page);
  const named = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))];

  it('links to and names files that are there', () => {
    const links = named(/\]\((?!\w+:|#)([^)#\s]+)/g).map((link) => join(dirname(page), link));
    const paths = named(/`((?:libs|apps|tools|proto|k8s|examples|docs|bin)\/[\w./-]*)`/g);
    expect([...links, ...paths].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('calls scripts that package.json has', () => {
    const { scripts } = readJson(join(ROOT, 'package.json')) as { scripts: Record<string, string> };
    expect(named(/npm run ([\w:-]+)/g).filter((name) => !(name in scripts))).toEqual([]);
  });
});
