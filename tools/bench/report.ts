// What a report of 10,000 trials × 20 points costs, by the sweep's shape: `npm run bench:report -- [--json] [--shape name]`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { summarize } from '../../libs/results/src/aggregate.ts';
import { renderPngs, renderSvg } from '../../libs/results/src/chart/render.ts';
import { uniqueNames } from '../../libs/results/src/names.ts';
import { sweepFigures } from '../../libs/results/src/report/figures.ts';
import { writeReport } from '../../libs/results/src/report/write-report.ts';
import { provenance } from './provenance.ts';
import { REPORT_SHAPES, sweepOf, type ReportShape } from './report-sweep.ts';

/** The bounds that a report keeps on the machine that they were set on. */
const MOST_SECONDS = 10;
const MOST_MEGABYTES = 1000;

interface Cost {
  readonly shape: string;
  /** Of `writeReport`, and what of it these parts take when done once more by themselves. */
  readonly seconds: number;
  /** Seconds of computing on all its threads: what a machine that is busy with other things does not change. */
  readonly cpu: number;
  readonly summarize: number;
  readonly draw: number;
  readonly svg: number;
  readonly png: number;
  /** Of the whole process at its peak, the record and the program in it. */
  readonly megabytes: number;
  readonly figures: number;
  readonly written: number;
}

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    shape: { type: 'string' },
    /** In a process of its own, whose memory is nobody else's. */
    child: { type: 'boolean', default: false },
  },
});
const names = Object.keys(REPORT_SHAPES);
if (options.shape !== undefined && !names.includes(options.shape)) {
  throw new Error(`--shape: ${options.shape} is none of ${names.join(', ')}.`);
}

if (options.child) console.log(JSON.stringify(await measure(options.shape as ReportShape)));
else {
  const origin = provenance();
  const costs = (options.shape === undefined ? names : [options.shape]).map((shape) => {
    const args = [...process.execArgv, fileURLToPath(import.meta.url), '--child', '--shape', shape];
    const cost = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Cost;
    if (!options.json) print(cost);
    return cost;
  });
  if (options.json) console.log(JSON.stringify({ provenance: origin, costs }, null, 2));
  else for (const [name, value] of Object.entries(origin)) console.log(`${name.padEnd(11)}${value}`);
  const isWithin = ({ seconds, megabytes }: Cost) => seconds <= MOST_SECONDS && megabytes <= MOST_MEGABYTES;
  process.exitCode = costs.every(isWithin) ? 0 : 1;
}

async function measure(shape: ReportShape): Promise<Cost> {
  const record = sweepOf(REPORT_SHAPES[shape]);
  const folder = mkdtempSync(join(tmpdir(), 'report-bench-'));
  try {
    const before = process.cpuUsage();
    const [seconds] = await timed(() => writeReport([record], folder));
    const { user, system } = process.cpuUsage(before);
    // Of the process, in kilobytes; before the parts are done a second time.
    const megabytes = process.resourceUsage().maxRSS / 1e3;
    const written = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0) / 1e6;
    const [summarizing, summary] = await timed(() => summarize(record));
    const [drawing, figures] = await timed(() => sweepFigures(summary, 'sweep', uniqueNames()));
    const [rendering, svgs] = await timed(() =>
      figures.flatMap(({ name, wide, narrow }) => [renderSvg(wide, name), renderSvg(narrow, name)]),
    );
    const [painting] = await timed(() => renderPngs(svgs));
    return {
      ...{ shape, seconds, cpu: (user + system) / 1e6, megabytes, written, figures: figures.length },
      ...{ summarize: summarizing, draw: drawing, svg: rendering, png: painting },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed<T>(work: () => T | Promise<T>): Promise<[seconds: number, result: T]> {
  const start = performance.now();
  const result = await work();
  return [(performance.now() - start) / 1000, result];
}

function print(cost: Cost): void {
  const seconds = (value: number) => `${value.toFixed(2)} s`;
  const parts = (['summarize', 'draw', 'svg', 'png'] as const).map((part) => `${part} ${seconds(cost[part])}`);
  console.log(
    `${cost.shape.padEnd(16)}${seconds(cost.seconds).padStart(8)} (${seconds(cost.cpu)} of computing), ${cost.megabytes.toFixed(0).padStart(5)} MB peak, ${cost.figures} figures, ${cost.written.toFixed(1)} MB written (${parts.join(', ')}; PNG : SVG ${(cost.png / (cost.draw + cost.svg)).toFixed(1)})`,
  );
}
