import { describe, expect, test } from 'vitest';
import { bibtex } from './bibtex.ts';
import { CITATIONS, type Citation, type CitationKey } from './citations.ts';

const KEYS = Object.keys(CITATIONS) as CitationKey[];

test('an entry has its fields, ready for LaTeX', () => {
  expect(bibtex(['hsu1984constrained', 'abadi2016tensorflow'])).toBe(
    `@article{hsu1984constrained,
  author = {Hsu, Jason C.},
  title = {{Constrained Simultaneous Confidence Intervals for Multiple Comparisons with the Best}},
  journal = {The Annals of Statistics},
  volume = {12},
  number = {3},
  pages = {1136--1144},
  year = {1984},
  doi = {10.1214/aos/1176346732},
}

@inproceedings{abadi2016tensorflow,
  author = {Abadi, Mart\\'{\\i}n and Barham, Paul and Chen, Jianmin and others},
  title = {{TensorFlow: A System for Large-Scale Machine Learning}},
  booktitle = {12th USENIX Symposium on Operating Systems Design and Implementation (OSDI 16)},
  pages = {265--283},
  year = {2016},
  url = {https://www.usenix.org/conference/osdi16/technical-sessions/presentation/abadi},
}
`,
  );
});

describe.each(KEYS)('%s', (key) => {
  const citation: Citation = CITATIONS[key];

  test('is named by its first author and year', () => {
    const surname = citation.authors[0]!.split(',')[0]!
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^a-z]/g, '');
    expect(key).toMatch(new RegExp(`^${surname}${citation.year}[a-z]+$`));
  });

  test('is one balanced entry of plain ASCII', () => {
    const entry = bibtex([key]);
    expect(entry).toMatch(/^[\n -~]*$/);
    let depth = 0;
    for (const character of entry.replace(/\\[{}]/g, '')) {
      depth += character === '{' ? 1 : character === '}' ? -1 : 0;
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(depth).toBe(0);
    expect(entry).not.toContain('U+');
  });
});
