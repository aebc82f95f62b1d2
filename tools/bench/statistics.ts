// Sweeps with known truth, compared as the product does: `npm run bench:statistics -- [--sweeps n] [--write]`. With --write the tables of
// docs/statistics.md are replaced.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { provenance } from './provenance.ts';
import { tables } from './statistics/tables.ts';

const { values: options } = parseArgs({
  options: { sweeps: { type: 'string', default: '4000' }, write: { type: 'boolean', default: false } },
});
const sweeps = Number(options.sweeps);
if (!Number.isInteger(sweeps) || sweeps < 100)
  throw new Error(`--sweeps: ${options.sweeps} is not a whole number of at least 100.`);

const { commit, date, node } = provenance();
const text = [
  `Measured ${String(date).slice(0, 10)} at commit ${commit}, Node ${node}; the same commit gives the same figures.`,
  ...(await tables(sweeps)),
].join('\n\n');
if (options.write) replaceTables(new URL('../../docs/statistics.md', import.meta.url), text);
console.log(text);

function replaceTables(file: URL, tables: string): void {
  const [start, end] = ['<!-- measured -->', '<!-- /measured -->'];
  const [before, rest] = readFileSync(file, 'utf8').split(start);
  const after = rest.split(end)[1];
  writeFileSync(file, `${before}${start}\n\n${tables}\n\n${end}${after}`);
}
