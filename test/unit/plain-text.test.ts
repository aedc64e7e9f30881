import assert from 'node:assert/strict';
import { plainText, serialText } from '../../lib/plain-text';

describe('What a device calls itself', () => {
  it('stays as it is where it is plain text, in any language', () => {
    for (const name of ['Garage', 'Müllers Wallbox 2', '充電', 'Haus 🚗', '<script>alert(1)</script>'])
      assert.equal(plainText(name), name);
  });

  it('is one line without anything that cannot be seen', () => {
    assert.equal(plainText('  a\r\nb\t\u0000c\u0007\u2028d '), 'a b c d');
    assert.equal(plainText('\u202Eegarag\u202C\u200B'), 'egarag');
    assert.equal(plainText('\u001b[31mred'), '[31mred');
  });

  it('is no longer than allowed, and never ends within a character', () => {
    assert.equal(plainText('x'.repeat(5_000_000)).length, 64);
    assert.equal(plainText('🚗'.repeat(100), 3), '🚗🚗🚗');
  });

  it('is nothing where it is no text', () => {
    for (const value of [undefined, null, 7, {}, ['a'], true]) assert.equal(plainText(value), '');
  });
});

describe('A serial number', () => {
  it('has digits only', () => {
    assert.equal(serialText(' 012345 '), '012345');
    for (const value of ['', '12', '1234567890123', '12a456', '١٢٣٤٥٦', '-12345', 123456, null])
      assert.equal(serialText(value), '', String(value));
  });
});
