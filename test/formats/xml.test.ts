import { describe, expect, it } from '@jest/globals';
import { parseXml } from '../../src/formats/liquibase/xml.ts';

describe('parseXml', () => {
  it('reads elements, attributes, text, CDATA, comments and entities', () => {
    const root = parseXml(
      `<?xml version="1.0"?>\n<!DOCTYPE a>\n<x:a b='1' c="&lt;&#65;&#x42;&other;">\n<!-- <d> -->t &amp;<![CDATA[ <u> &amp;]]>\n<e/></x:a>\n`,
    );
    expect({ name: root.name, line: root.line, text: root.text.trim() }).toEqual({
      name: 'a',
      line: 3,
      text: 't & <u> &amp;',
    });
    expect(Object.fromEntries(root.attributes)).toEqual({ b: '1', c: '<AB&other;' });
    expect(root.children).toMatchObject([{ name: 'e', line: 5, text: '' }]);
  });

  it.each([
    ['', 'there is no element'],
    ['<a>', '<a> of line 1 is never closed'],
    ['<a>\n</b>', 'line 2 closes <b>'],
    ['<a/>\n<b/>', 'line 2 has a second root element'],
    ['<a>\n< b</a>', 'line 2 has a "<" that begins no tag'],
  ])('refuses %j: %s', (text, message) => {
    expect(() => parseXml(text)).toThrow(message);
  });
});
