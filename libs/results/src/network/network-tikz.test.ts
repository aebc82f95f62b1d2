import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEEP_NETWORK, EXAMPLE_NETWORK } from '../chart/example-pictures.ts';
import { networkTikz } from './network-tikz.ts';

const hasPdflatex = spawnSync('pdflatex', ['--version']).status === 0;

/** Pages of the document that pdflatex makes; its messages where it fails. */
function compiled(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'gridsweep-tikz-'));
  try {
    writeFileSync(join(folder, 'network.tex'), source);
    const { stdout, status } = spawnSync('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', 'network.tex'], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status !== 0) return stdout;
    const [, pages] = /Output written on network\.pdf \((\d+) page/.exec(stdout)!;
    return readFileSync(join(folder, 'network.pdf')).subarray(0, 5).toString() === '%PDF-' ? `${pages} page` : stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('TikZ', () => {
  test('each layer is a box with the keys that users of PlotNeuralNet know', () => {
    const boxes = networkTikz(EXAMPLE_NETWORK)
      .split('\n')
      .filter((line) => line.includes('\\pic['));
    expect(boxes).toHaveLength(8);
    expect(boxes[1]).toContain(
      'RightBandedBox={name=layer1, caption={conv1\\\\28$\\times$28$\\times$6}, xlabel={{6,}}, zlabel={28},',
    );
    expect(boxes[1]).toContain('bandfill=\\ActivationColor, height=28,');
    expect(boxes[2]).toMatch(/ \{Box=\{name=layer2,.*height=14, width=3\.1, depth=14\}\};$/);
    expect(boxes[5]).toMatch(/at \(layer4-east\) \{Box=\{name=layer5, caption=\{fc1\\\\120\}, zlabel=\{120\},/);
  });

  test('layers are joined in order', () => {
    const arrows = [
      ...networkTikz(EXAMPLE_NETWORK).matchAll(
        /\\draw \[connection\] \((\w+)-east\) -- \(\[xshift=-[\d.]+cm\](\w+)-west\);/g,
      ),
    ];
    expect(arrows.map(([, from, to]) => `${from} ${to}`)).toEqual(
      ['input', ...Array.from({ length: 7 }, (_, at) => `layer${at + 1}`)].flatMap((name, at, all) =>
        at === 0 ? [] : [`${all[at - 1]} ${name}`],
      ),
    );
  });

  test('names are text to LaTeX', () => {
    const evil = '\\input{/etc/passwd}%$&#_^~{}\n\\bad';
    const source = networkTikz({ ...EXAMPLE_NETWORK, name: evil, layers: [{ kind: 'dense', name: evil, units: 2 }] });
    expect(source).toContain(
      'caption={\\textbackslash{}input\\{/etc/passwd\\}\\%\\$\\&\\#\\_\\textasciicircum{}\\textasciitilde{}\\{\\} \\textbackslash{}bad\\\\2}',
    );
    expect(source.split('\n')[0]).toMatch(/^% .*\\bad, drawn/);
  });

  test.skipIf(!hasPdflatex)('pdflatex makes one page of it [latex]', { timeout: 120_000 }, () => {
    expect(compiled(networkTikz(EXAMPLE_NETWORK))).toBe('1 page');
    expect(compiled(networkTikz(DEEP_NETWORK))).toBe('1 page');
    expect(
      compiled(
        networkTikz({ ...EXAMPLE_NETWORK, name: '%\\bad', layers: [{ kind: 'dense', name: '\\x{%$&#_^~', units: 2 }] }),
      ),
    ).toBe('1 page');
  });
});
