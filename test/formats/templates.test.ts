import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fillTemplates } from '../../src/formats/shared/templates.ts';

const variables = new Map([
  ['Namespace', 'auth'],
  ['dollars', '$& $1'],
]);

describe('fillTemplates', () => {
  it.each([
    ['{{ index .Options "Namespace" }}', 'auth'],
    ['{{index .Options "Namespace"}}', 'auth'],
    ['{{- index . "Namespace" -}}', 'auth'],
    ['{{ .Namespace }}', 'auth'],
    ['{{.Options.Namespace}}', 'auth'],
    ['{{ Namespace }}', 'auth'],
    ['{{Namespace}}.{{Namespace}}', 'auth.auth'],
  ])('fills %s', (text, filled) => {
    expect(fillTemplates(text, variables)).toBe(filled);
  });

  it.each([
    '{{ .Labels.Namespace }}',
    '{{.Other}}',
    '{{ index .Options "Other" }}',
    '{ Namespace }',
    '{{ Namespace | upper }}',
    '{{ Name\nspace }}',
    '{{}}',
  ])('leaves %j as it is', (text) => {
    expect(fillTemplates(text, variables)).toBe(text);
  });

  it('puts a value in as it is, whatever it contains', () => {
    expect(fillTemplates("select '{{ dollars }}'", variables)).toBe("select '$& $1'");
    const nested = new Map([
      ['a', '{{ b }}'],
      ['b', 'x'],
    ]);
    expect(fillTemplates('{{ a }}', nested)).toBe('{{ b }}');
  });

  it('never changes a text without a variable it knows', () => {
    const brace = fc.string({ unit: fc.constantFrom('{', '}', ' ', '.', '-', 'a', 'b', '"', '\n') });
    fc.assert(fc.property(brace, (text) => fillTemplates(text, new Map([['missing', 'x']])) === text));
  });
});
