// Our packages, as the workspaces of package.json and the packages' own manifests say. Tests, lint, types and boundaries are
// configured from this list: a new package needs no entry anywhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * @typedef {object} Package
 * @property {string} name As the folder is called and as tests and tasks are asked for: "sweep".
 * @property {string} id As it is imported: "@gridsweep/sweep".
 * @property {string} folder From the root, with "/": "libs/sweep".
 * @property {string[]} uses Ids of the packages of ours that all of it may import.
 * @property {string[]} testsUse Ids of those that its tests may import besides.
 */

/**
 * @param {string} [root]
 * @returns {Package[]} each after those that it uses, its tests included.
 * @throws where packages use each other in a circle.
 */
export function packages(root = ROOT) {
  const found = folders(root).map((folder) => {
    const { name: id, dependencies = {}, devDependencies = {} } = readJson(join(root, folder, 'package.json'));
    return {
      name: basename(folder),
      id,
      folder,
      uses: Object.keys(dependencies),
      testsUse: Object.keys(devDependencies),
    };
  });
  const ours = new Map(found.map((one) => [one.id, one]));
  for (const one of found) {
    one.uses = one.uses.filter((id) => ours.has(id));
    one.testsUse = one.testsUse.filter((id) => ours.has(id));
  }

  const sorted = new Set();
  const visit = (one, path) => {
    if (path.includes(one)) {
      const circle = [...path.slice(path.indexOf(one)), one].map(({ id }) => id);
      throw new Error(`Packages use each other: ${circle.join(' → ')}`);
    }
    if (sorted.has(one)) return;
    for (const id of [...one.uses, ...one.testsUse]) visit(ours.get(id), [...path, one]);
    sorted.add(one);
  };
  for (const one of found) visit(one, []);
  return [...sorted];
}

/** @returns the names of a package and of all that it uses, directly or not, its tests included. */
export function closure(name) {
  const all = packages();
  const used = new Set(all.filter((one) => one.name === name).map(({ id }) => id));
  for (const one of all.toReversed())
    if (used.has(one.id)) for (const id of [...one.uses, ...one.testsUse]) used.add(id);
  return all.filter(({ id }) => used.has(id)).map((one) => one.name);
}

/** Folders of the workspaces that hold a manifest, in the order of the globs: "libs/*" is every folder of libs. */
function folders(root) {
  return readJson(join(root, 'package.json'))
    .workspaces.flatMap((glob) => {
      if (!glob.endsWith('/*')) return [glob];
      const parent = glob.slice(0, -2);
      return readdirSync(join(root, parent)).sort().map((name) => `${parent}/${name}`); // prettier-ignore
    })
    .filter((folder) => existsSync(join(root, folder, 'package.json')));
}

export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
