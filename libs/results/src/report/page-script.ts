/**
 * What the page adds where scripts run: the name and value of the point nearest to a pointer, curves that are hidden by their names in
 * the legend, both by keyboard too, and a button that copies. It reads the pictures as they are:
 * - data-part="curve" and data-part="label" with one data-cell: what belongs to a cell, and its name;
 * - data-line in a curve: the polyline whose corners are its points, and its name;
 * - data-x and data-y somewhere in the picture: what a place means, as axisMeaning in chart/axes.ts writes it;
 * - <title>: what the element around it says of itself.
 */
const SOURCE = `'use strict';
(() => {
const tip = document.createElement('div');
tip.className = 'tip';
tip.setAttribute('role', 'status');
tip.hidden = true;

function show(picture, text, x, y) {
  if (tip.parentNode !== picture) picture.append(tip);
  if (tip.textContent !== text) tip.textContent = text;
  tip.hidden = false;
  const room = picture.clientWidth - tip.offsetWidth - 4;
  tip.style.left = Math.max(4, Math.min(room, x + 14)) + 'px';
  tip.style.top = (y - tip.offsetHeight - 10 < 0 ? y + 18 : y - tip.offsetHeight - 10) + 'px';
}

function hide() { tip.hidden = true; mark(null); }

let marked = null;
function mark(svg, x, y) {
  if (marked) marked.remove();
  marked = null;
  if (!svg) return;
  marked = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
  for (const [name, value] of Object.entries({ cx: x, cy: y, r: 5, fill: 'none', stroke: 'var(--ink)', 'stroke-width': 2, 'pointer-events': 'none' })) marked.setAttribute(name, value);
  svg.append(marked);
}

function pointsOf(line) {
  const text = line.getAttribute('points') || line.getAttribute('d') || '';
  const numbers = (text.match(/-?\\d*\\.?\\d+(?:e-?\\d+)?/g) || []).map(Number);
  const points = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) points.push([numbers[at], numbers[at + 1]]);
  return points;
}

function said(axis, pixel) {
  const [label, unit, p0, v0, p1, v1, kind, digits] = axis.split('|');
  const share = (pixel - p0) / (p1 - p0);
  const value = kind === 'log' ? v0 * Math.pow(v1 / v0, share) : +v0 + (v1 - v0) * share;
  const shown = digits === '' ? String(+value.toPrecision(4)) : value.toFixed(digits);
  return label + ' ' + shown.replace('-', '\\u2212') + (unit ? ' ' + unit : '');
}

for (const picture of document.querySelectorAll('.picture')) {
  const svg = picture.querySelector('svg');
  if (!svg) continue;
  const frame = svg.querySelector('[data-x]');
  const curves = [...svg.querySelectorAll('[data-line]')].map((line) => ({ line, group: line.closest('[data-part]'), name: line.dataset.line, points: null }));
  const titled = [...svg.querySelectorAll('title')].map((title) => ({ element: title.parentNode, text: title.textContent }));
  for (const { element, text } of titled) {
    element.querySelector('title').remove();
    element.dataset.tip = text;
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
  const scale = () => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const offset = () => {
    const [inner, outer] = [svg.getBoundingClientRect(), picture.getBoundingClientRect()];
    return [inner.left - outer.left, inner.top - outer.top];
  };
  const showPoint = (curve, [x, y]) => {
    const [left, top] = offset();
    mark(svg, x, y);
    show(picture, curve.name + '\\n' + said(frame.dataset.x, x) + ', ' + said(frame.dataset.y, y), left + x * scale(), top + y * scale());
  };
  svg.addEventListener('pointermove', (event) => {
    const box = picture.getBoundingClientRect();
    const inner = svg.getBoundingClientRect();
    const [x, y] = [(event.clientX - inner.left) / scale(), (event.clientY - inner.top) / scale()];
    const own = event.target.closest('[data-tip]');
    const on = visible().filter(({ group }) => own && group === own);
    const best = frame && (on.length > 0 ? nearest(on, x, y, Infinity) : !own && nearest(visible(), x, y, 24));
    if (best) return showPoint(best.curve, best.point);
    if (!own) return hide();
    mark(null);
    show(picture, own.dataset.tip, event.clientX - box.left, event.clientY - box.top);
  });
  svg.addEventListener('pointerleave', hide);

  if (curves.length > 0 && frame) {
    picture.tabIndex = 0;
    let [at, place] = [0, -1];
    picture.addEventListener('keydown', (event) => {
      if (event.target !== picture) return;
      const all = visible();
      if (event.key === 'Escape') return hide();
      if (!/^Arrow/.test(event.key) || all.length === 0) return;
      event.preventDefault();
      if (event.key === 'ArrowDown') at += 1;
      if (event.key === 'ArrowUp') at += all.length - 1;
      const points = corners(all[(at %= all.length)]);
      if (event.key === 'ArrowRight') place += 1;
      if (event.key === 'ArrowLeft') place -= 1;
      place = Math.max(0, Math.min(points.length - 1, place));
      showPoint(all[at], points[place]);
    });
    picture.addEventListener('blur', hide);
  }

  const names = [...svg.querySelectorAll('[data-part=label]')];
  for (const button of names) {
    const shown = svg.querySelectorAll('[data-part=curve][data-cell="' + CSS.escape(button.dataset.cell) + '"]');
    if (shown.length === 0) continue;
    for (const [name, value] of Object.entries({ role: 'button', tabindex: '0', 'aria-pressed': 'true', 'aria-label': button.textContent })) button.setAttribute(name, value);
    const toggle = () => {
      const hidden = button.getAttribute('aria-pressed') === 'true';
      button.setAttribute('aria-pressed', String(!hidden));
      for (const each of shown) each.style.display = hidden ? 'none' : '';
      button.style.opacity = hidden ? '0.35' : '';
      hide();
    };
    button.addEventListener('click', toggle);
    button.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      toggle();
    });
  }
  if (curves.length + titled.length + names.length > 0) picture.setAttribute('role', 'group');
}

for (const button of document.querySelectorAll('[data-copy]')) {
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

/** Without the spaces at lines' beginnings. */
export const PAGE_SCRIPT = SOURCE.replace(/\n +/g, '\n');
