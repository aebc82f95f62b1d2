import { expect, test } from 'vitest';
import { element, explained, label, polyline } from './svg.ts';

test('values are escaped, numbers rounded, undefined attributes left out', () => {
  expect(element('rect', { x: 1.23456, fill: 'a"b', rx: undefined })).toBe('<rect x="1.23" fill="a&quot;b"/>');
  expect(element('g', {}, '<a/>', '<b/>')).toBe('<g><a/><b/></g>');
  expect(
    polyline(
      [
        [1.005, 2],
        [3, 4.0001],
      ],
      { stroke: 'red' },
    ),
  ).toBe('<polyline points="1,2 3,4" fill="none" stroke="red"/>');
});

test('text acts neither in XML nor in a terminal', () => {
  expect(label(1, 2, 'a<b>&"c"\u001b[1m', { size: 12 })).toContain('>a&lt;b&gt;&amp;&quot;c&quot;␛[1m</text>');
  expect(explained('<x>', '<rect/>')).toBe('<g><title>&lt;x&gt;</title><rect/></g>');
});

test('a text is anchored and weighted as asked', () => {
  const text = label(10, 20, 'x', { size: 12, anchor: 'end', bold: true, fill: '#123456' });
  expect(text).toBe('<text x="10" y="24.2" font-size="12" fill="#123456" text-anchor="end" font-weight="600">x</text>');
});
