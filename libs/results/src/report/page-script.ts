/**
 * What the page adds where scripts run: the name and value of the point nearest to a pointer, curves that are hidden by their names in
 * the legend, both by keyboard too, and a button that copies. It reads the pictures as they are:
 * - data-part="curve" and data-part="label" with one data-cell: what belongs to a cell, and its name;
 * - data-line in a curve: the polyline whose corners are its points, and its name;
 * - data-x and data-y somewhere in the picture: what a place means, as axisMeaning in chart/axes.ts writes it;
 * - <title>: what the element around it says of itself.
 * All of a name can be hit, the gaps between its letters too: by a rectangle that is added once the name is shown and has a size.
 */
const SOURCE = `'use strict';
(() => {
const all = (from, selector) => [...from.querySelectorAll(selector)];
const boxOf = (element) => element.getBoundingClientRect();
const give = (element, attributes) => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};
const drawn = (name, attributes) => give(document.createElementNS('http://www.w3.org/2000/svg', name), attributes);

const tip = give(document.createElement('div'), { class: 'tip', role: 'status', hidden: '' });
const mark = drawn('circle', { r: 5, fill: 'none', stroke: 'var(--ink)', 'stroke-width': 2, 'pointer-events': 'none' });

function show(picture, text, x, y) {
  if (tip.parentNode !== picture) picture.append(tip);
  if (tip.textContent !== text) tip.textContent = text;
  tip.hidden = false;
  tip.style.left = Math.max(4, Math.min(picture.clientWidth - tip.offsetWidth - 4, x + 14)) + 'px';
  tip.style.top = (y < tip.offsetHeight + 10 ? y + 18 : y - tip.offsetHeight - 10) + 'px';
}

function hide() {
  tip.hidden = true;
  mark.remove();
}

function pointsOf(line) {
  const numbers = line.getAttribute('points').split(/[ ,]+/).map(Number);
  return numbers.flatMap((x, at) => (at % 2 ? [] : [[x, numbers[at + 1]]]));
}

function said(axis, pixel) {
  const [label, unit, p0, v0, p1, v1, kind, digits] = axis.split('|');
  const share = (pixel - p0) / (p1 - p0);
  const value = kind === 'log' ? v0 * Math.pow(v1 / v0, share) : +v0 + (v1 - v0) * share;
  const shown = digits === '' ? String(+value.toPrecision(3)) : value.toFixed(digits);
  return label + ' ' + shown.replace('-', '\\u2212') + (unit && ' ' + unit);
}

for (const picture of all(document, '.picture')) {
  const svg = picture.querySelector('svg');
  const frame = svg.querySelector('[data-x]');
  const curves = frame ? all(svg, '[data-line]').map((line) => ({ line, group: line.closest('[data-part]') })) : [];
  for (const title of all(svg, 'title')) {
    title.parentNode.dataset.tip = title.textContent;
    title.remove();
  }
  const visible = () => curves.filter(({ group }) => !group || group.style.display !== 'none');
  const corners = (curve) => (curve.points ||= pointsOf(curve.line));
  const nearest = (among, x, y, reach) => {
    let best = null;
    for (const curve of among)
      for (const point of corners(curve)) {
        const distance = Math.hypot(point[0] - x, point[1] - y);
        if (distance < (best ? best.distance : reach)) best = { curve, point, distance };
      }
    return best;
  };
  const scale = () => boxOf(svg).width / svg.viewBox.baseVal.width;
  const showPoint = ({ line }, [x, y]) => {
    const [inner, outer] = [boxOf(svg), boxOf(picture)];
    svg.append(give(mark, { cx: x, cy: y }));
    const text = line.dataset.line + '\\n' + said(frame.dataset.x, x) + ', ' + said(frame.dataset.y, y);
    show(picture, text, inner.left - outer.left + x * scale(), inner.top - outer.top + y * scale());
  };
  svg.addEventListener('pointermove', ({ target, clientX, clientY }) => {
    const [inner, outer] = [boxOf(svg), boxOf(picture)];
    const [x, y] = [(clientX - inner.left) / scale(), (clientY - inner.top) / scale()];
    const own = target.closest('[data-tip]');
    const on = visible().filter(({ group }) => own && group && group.contains(own));
    const best = on.length ? nearest(on, x, y, Infinity) : !own && nearest(visible(), x, y, 24);
    if (best) return showPoint(best.curve, best.point);
    hide();
    if (own) show(picture, own.dataset.tip, clientX - outer.left, clientY - outer.top);
  });
  svg.addEventListener('pointerleave', hide);

  if (curves.length) {
    picture.tabIndex = 0;
    let [at, place] = [0, -1];
    picture.addEventListener('keydown', (event) => {
      const shown = visible();
      if (event.key === 'Escape') return hide();
      if (event.target !== picture || !/^Arrow/.test(event.key) || !shown.length) return;
      event.preventDefault();
      at = (at + (event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? shown.length - 1 : 0)) % shown.length;
      const points = corners(shown[at]);
      place += event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      place = Math.max(0, Math.min(points.length - 1, place));
      showPoint(shown[at], points[place]);
    });
    picture.addEventListener('blur', hide);
  }

  for (const button of all(svg, '[data-part=label]')) {
    const own = all(svg, '[data-part=curve]').filter(({ dataset }) => dataset.cell === button.dataset.cell);
    if (!own.length) continue;
    let shown = true;
    give(button, { role: 'button', tabindex: 0, 'aria-pressed': true, 'aria-label': button.textContent });
    const toggle = () => {
      shown = !shown;
      for (const each of own) each.style.display = shown ? '' : 'none';
      give(button, { 'aria-pressed': shown, opacity: shown ? 1 : 0.35 });
      hide();
    };
    button.addEventListener('click', toggle);
    button.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      toggle();
    });
    new ResizeObserver((_, observer) => {
      const { x, y, width, height } = button.getBBox();
      if (!width) return;
      observer.disconnect();
      button.prepend(drawn('rect', { x, y, width, height, fill: 'transparent' }));
    }).observe(picture);
  }
  if (svg.querySelector('[data-tip],[data-line],[role]')) give(picture, { role: 'group' });
}

for (const button of all(document, '[data-copy]')) {
  button.hidden = false;
  const source = document.getElementById(button.dataset.copy);
  button.addEventListener('click', async () => {
    getSelection().selectAllChildren(source);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Selected: press Ctrl+C';
    }
  });
}
})();
`;

/** Without the line ends that nothing needs. */
export const PAGE_SCRIPT = SOURCE.replace(/\n\s+/g, '\n').replace(/([;{},])\n/g, '$1');
