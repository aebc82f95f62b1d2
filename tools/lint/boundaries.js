import { dirname, relative, resolve } from 'node:path';
import { importVisitor } from './import-visitor.js';

/** Files that are there for tests, and may import what the manifest lists as devDependencies. */
const TEST_FILE = /\.(test|fixture)\.ts$|\/testing\//;

/**
 * The rule that a package imports what its manifest lists, by the names that those export: nothing inside of another package, and
 * not its own name. The package of the file, and all packages, are the rule's options (see packages.js). With `inside`, relative
 * paths may lead into the listed packages: a benchmark measures what is not exported.
 */
export const boundaries = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object' }],
    messages: {
      unlisted: '{{from}} does not list {{to}} in its package.json; DESIGN.md draws what may import what.',
      testsOnly: '{{from}} lists {{to}} for its tests only (devDependencies).',
      deep: 'Only what {{to}} exports can be used.',
      own: 'Import a file of the same package by its path.',
      outside: 'Import another package by its name, not by a path out of {{from}}.',
    },
  },
  create(context) {
    const { root, own, all, inside = false } = context.options[0];
    const file = context.filename.replaceAll('\\', '/');

    return importVisitor((node, specifier) => {
      const report = (messageId, to) => context.report({ node, messageId, data: { from: own.id, to: to?.id } });

      if (specifier.startsWith('.')) {
        const path = relative(root, resolve(dirname(file), specifier)).replaceAll('\\', '/');
        if (path.startsWith(`${own.folder}/`)) return;
        const to = all.find(({ folder }) => path.startsWith(`${folder}/`));
        if (!inside || to === undefined) report('outside');
        else if (!own.uses.includes(to.id)) report('unlisted', to);
        return;
      }

      const to = all.find(({ id }) => specifier === id || specifier.startsWith(`${id}/`));
      if (to === undefined) return;
      if (to.id === own.id) report('own');
      else if (specifier !== to.id) report('deep', to);
      else if (own.uses.includes(to.id)) return;
      else if (!own.testsUse.includes(to.id)) report('unlisted', to);
      else if (!TEST_FILE.test(file)) report('testsOnly', to);
    });
  },
};
