/**
 * @param {(node: object, specifier: string) => void} visit Called for each module that a file names: imports, exports from, types
 *   of imports, and dynamic imports of a plain string.
 * @returns what an ESLint rule returns.
 */
export function importVisitor(visit) {
  const source = (node) => {
    if (typeof node?.value === 'string') visit(node, node.value);
  };
  return {
    ImportDeclaration: (node) => source(node.source),
    ExportNamedDeclaration: (node) => source(node.source),
    ExportAllDeclaration: (node) => source(node.source),
    ImportExpression: (node) => source(node.source),
    TSImportType: (node) => source(node.source ?? node.argument?.literal),
  };
}
