import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../export/any-text.fixture.ts';
import { escapeLatex } from '../export/latex-text.ts';
import {
  cite,
  citedIn,
  citedLatex,
  citedMarkup,
  citing,
  plainText,
  referenceMarkup,
  withCitations,
  withCode,
} from './cited-text.ts';

const SENTENCE = citing`Intervals by Student's t ${cite('student1908probable')}, compared ${cite('hsu1984constrained', 'hsu1996multiple')}.`;
const REFERENCES = ['wilson1927probable', ...citedIn([SENTENCE])] as const;

test('a sentence is plain text, links and LaTeX', () => {
  expect(plainText(SENTENCE, REFERENCES)).toBe("Intervals by Student's t [2], compared [3, 4].");
  expect(citedMarkup(SENTENCE, REFERENCES).markup).toContain(
    't [<a href="#reference-student1908probable">2</a>], compared [',
  );
  expect(citedLatex(SENTENCE)).toBe(
    "Intervals by Student's t~\\cite{student1908probable}, compared~\\cite{hsu1984constrained,hsu1996multiple}.",
  );
});

test('what our texts have between backticks is code, what others have is not', () => {
  const [sentence] = withCitations([withCode('With `validation: n_<5>` LeNet')]);
  expect(plainText(sentence!, ['lecun1998gradient'])).toBe('With validation: n_<5> LeNet [1]');
  expect(citedMarkup(sentence!, ['lecun1998gradient']).markup).toContain('<code>validation: n_&lt;5&gt;</code>');
  expect(citedLatex(sentence!)).toContain('\\texttt{validation: n\\_\\textless{}5\\textgreater{}}');
  expect(citedMarkup(['`a`'], []).markup).toBe('`a`');
});

test('works are listed once, in the order in which they are cited', () => {
  expect(citedIn([SENTENCE, citing`${cite('wilson1927probable')}`, SENTENCE])).toEqual([
    'student1908probable',
    'hsu1984constrained',
    'hsu1996multiple',
    'wilson1927probable',
  ]);
});

test('known names are cited where they are first said, and only there', () => {
  const [first, second, third] = withCitations([
    ['LeNet on CIFAR-10.'],
    ['CIFAR-100 is another; LeNet again.'],
    ["PyTorch's default."],
  ]);
  expect(citedLatex(first!)).toBe('LeNet~\\cite{lecun1998gradient} on CIFAR-10~\\cite{krizhevsky2009learning}.');
  expect(citedIn([second!])).toEqual([]);
  expect(citedLatex(third!)).toBe("PyTorch's~\\cite{paszke2019pytorch} default.");
  expect(citedIn(withCitations([['CIFAR-100.']]))).toEqual([]);
});

test('an entry of the list links to where the work is', () => {
  expect(referenceMarkup('hsu1984constrained').markup.replace(/\s+/g, ' ')).toBe(
    '<li id="reference-hsu1984constrained"> Hsu, Jason C. Constrained Simultaneous Confidence Intervals for Multiple Comparisons with the Best. <i>The Annals of Statistics</i> 12(3), 1136–1144, 1984. <a href="https://doi.org/10.1214/aos/1176346732">10.1214/aos/1176346732</a> </li> ',
  );
});

describe('text from outside', () => {
  test('is no markup and no command', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const sentence = [text, cite('student1908probable'), text];
        expect(
          citedMarkup(sentence, REFERENCES).markup.replace(/<a href="#reference-[a-z0-9]+">2<\/a>/, ''),
        ).not.toMatch(/[<>"']/);
        expect(citedLatex(sentence)).toBe(
          `${escapeLatex(text.replace(/ $/, ''))}~\\cite{student1908probable}${escapeLatex(text)}`,
        );
      }),
    );
  });
});
