import { expect, test } from 'vitest';
// Under a name by which the formatter does not take it for a page to be laid out.
import { html as markup, trusted } from './html.ts';

test('escapes text, keeps markup, joins lists, leaves out undefined', () => {
  const items = ['<script>', '"&\''].map((text) => markup`<li title="${text}">${text}</li>`);
  expect(markup`<ul>${items}</ul>${undefined}${trusted('<br>')}${3}`.markup).toBe(
    '<ul><li title="&lt;script&gt;">&lt;script&gt;</li><li title="&quot;&amp;&#39;">&quot;&amp;&#39;</li></ul><br>3',
  );
});
