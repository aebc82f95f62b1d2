// Writes the project references of every tsconfig.json from the packages' manifests, the root's too: `node tools/references.js`.
// With --check it changes nothing and fails where one has others.
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { packages, readJson, ROOT } from './packages.js';

/** The references that each tsconfig.json must have, by the folder it is in. */
function expected() {
  const all = packages();
  const to = (from, { folder }) => ({ path: relative(from, folder).replaceAll('\\', '/') });
  return new Map([
    ['', all.map((one) => to('', one))],
    ...all.map(({ folder, uses, testsUse }) => [
      folder,
      all.filter(({ id }) => uses.includes(id) || testsUse.includes(id)).map((used) => to(folder, used)),
    ]),
  ]);
}

const check = process.argv.includes('--check');
for (const [folder, references] of expected()) {
  const path = join(ROOT, folder, 'tsconfig.json');
  const config = readJson(path);
  if (JSON.stringify(config.references) === JSON.stringify(references)) continue;
  if (check) {
    console.error(`${relative(ROOT, path)} has other references than the manifest. Run: npm run generate`);
    process.exitCode = 1;
  } else {
    const text = JSON.stringify({ ...config, references });
    writeFileSync(path, await format(text, { ...(await resolveConfig(path)), parser: 'json' }));
  }
}
