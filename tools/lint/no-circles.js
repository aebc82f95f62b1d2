import { readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import ts from 'typescript';
import { importVisitor } from './import-visitor.js';

/** The rule that files never import each other in a circle, types and dynamic imports included. */
export const noCircles = {
  meta: { type: 'problem', schema: [], messages: { circle: 'Files import each other: {{path}}' } },
  create(context) {
    const file = context.filename;
    return importVisitor((node, specifier) => {
      if (!specifier.startsWith('.')) return;
      const back = pathBetween(resolve(dirname(file), specifier), file);
      if (back === null) return;
      const path = [file, ...back].map((step) => relative(context.cwd, step)).join(' → ');
      context.report({ node, messageId: 'circle', data: { path } });
    });
  },
};

/** The shortest way from one file to another along imports, both ends included; null where there is none. */
function pathBetween(from, to) {
  const cameFrom = new Map([[from, null]]);
  for (const at of cameFrom.keys()) {
    if (at === to) {
      const path = [];
      for (let step = at; step !== null; step = cameFrom.get(step)) path.unshift(step);
      return path;
    }
    for (const next of importsOf(at)) if (!cameFrom.has(next)) cameFrom.set(next, at);
  }
  return null;
}

const known = new Map();

/** Paths of the relative imports of a file; none where it is no file. Read again when the file has changed. */
function importsOf(path) {
  const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (modified === undefined || !/\.[jt]s$/.test(path)) return [];
  if (known.get(path)?.modified !== modified) {
    const imports = ts
      .preProcessFile(readFileSync(path, 'utf8'))
      .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
      .map(({ fileName }) => resolve(dirname(path), fileName));
    known.set(path, { modified, imports });
  }
  return known.get(path).imports;
}
