import { Window, type HTMLElement } from 'happy-dom';
import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { curveChart } from '../chart/curve-chart.ts';
import { NARROW, WIDE } from '../chart/layout.ts';
import { seededOptimizersRecord } from '../example-seeds.ts';
import { inlineFigure } from './inline-svg.ts';
import { PAGE_SCRIPT } from './page-script.ts';

const summary = summarize(seededOptimizersRecord({ seeds: 3 }));
const draw = (layout: typeof WIDE) => curveChart(summary, { metric: 'test/accuracy' }, layout)!;
const FIGURE = inlineFigure(
  { section: 'curves', name: 'curves', caption: 'Curves', wide: draw(WIDE), narrow: draw(NARROW) },
  1,
).markup;

let window: Window;
beforeEach(() => {
  window = new Window();
  window.document.body.innerHTML = `${FIGURE}<p id="text">A <b>sentence</b>.</p><button data-copy="text" hidden>Copy</button>`;
  const { document, navigator, ResizeObserver } = window;
  const getSelection = () => window.getSelection();
  // In the page there is nothing else: what is missing here the script must not need.
  runInNewContext(PAGE_SCRIPT, { document, navigator, ResizeObserver, getSelection });
});

const find = (selector: string) => window.document.querySelector(selector) as HTMLElement;
const findAll = (selector: string) => [...window.document.querySelectorAll(selector)] as HTMLElement[];

function press(element: HTMLElement, key: string): void {
  element.dispatchEvent(new window.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}

test('it is small and asks for nothing', () => {
  expect(PAGE_SCRIPT.length).toBeLessThan(5500);
  expect(PAGE_SCRIPT).not.toMatch(/https?:(?!\/\/www\.w3\.org\/2000\/svg)|eval|innerHTML|XMLHttpRequest|fetch/);
});

describe('by keyboard', () => {
  test('a reader goes from point to point and from curve to curve', () => {
    const picture = find('.picture.wide');
    const tip = () => find('.tip').textContent;
    expect(picture.getAttribute('tabindex')).toBe('0');
    for (let epoch = 1; epoch <= 10; epoch += 1) press(picture, 'ArrowRight');
    const lines = findAll('.picture.wide [data-line]').map((line) => line.getAttribute('data-line')!);
    const cell = (label: string) => summary.cells.find((each) => each.label === label)!;
    const told = (label: string) =>
      `${label}\nepoch 10, test accuracy ${(100 * cell(label).curves.get('test/accuracy')!.points[9]!.mean).toFixed(1)} %`;
    expect(tip()).toBe(told(lines[0]!));
    press(picture, 'ArrowDown');
    expect(tip()).toBe(told(lines[1]!));
    press(picture, 'ArrowUp');
    press(picture, 'ArrowUp');
    expect(tip()).toBe(told(lines.at(-1)!));
    press(picture, 'ArrowLeft');
    expect(tip()).toMatch(/\nepoch 9, /);
    press(picture, 'Escape');
    expect(find('.tip').hidden).toBe(true);
  });

  test('a curve is hidden and shown by its name', () => {
    const [button] = findAll('.picture.wide [data-part=label]');
    const cell = button!.getAttribute('data-cell')!;
    const hidden = () => findAll('.picture.wide [data-part=curve]').filter(({ style }) => style.display === 'none');
    expect([button!.getAttribute('role'), button!.getAttribute('aria-pressed')]).toEqual(['button', 'true']);
    press(button!, 'Enter');
    expect(button!.getAttribute('aria-pressed')).toBe('false');
    expect(hidden().map((curve) => curve.getAttribute('data-cell'))).toEqual([cell]);
    press(button!, ' ');
    expect(hidden()).toEqual([]);
  });

  test('points of hidden curves are passed over', () => {
    const buttons = findAll('.picture.wide [data-part=label]');
    for (const button of buttons.slice(1)) press(button, 'Enter');
    const picture = find('.picture.wide');
    press(picture, 'ArrowRight');
    const first = find('.tip').textContent;
    press(picture, 'ArrowDown');
    expect(find('.tip').textContent).toBe(first);
    expect(first).toContain(buttons[0]!.getAttribute('aria-label'));
  });
});

test('what elements say of themselves is shown by the page, not by the browser', () => {
  expect(findAll('svg title')).toEqual([]);
  expect(findAll('.picture.wide [data-tip]').length).toBeGreaterThan(0);
});

test('text is copied, or selected where that is not allowed', async () => {
  const button = find('[data-copy]');
  expect(button.hidden).toBe(false);
  button.click();
  await expect.poll(() => button.textContent).toMatch(/^(Copied|Selected)/);
  expect(window.getSelection().toString()).toBe('A sentence.');
});
