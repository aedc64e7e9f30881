import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isAtLeast, parseFirmware } from '../../../lib/keys';

describe('A firmware version', () => {
  const inOrder = [
    '051.3',
    '051.4',
    '052.0',
    '053.1',
    '054.6',
    '054.11',
    '055.2',
    '055.7',
    '56.2',
    '56.9',
    '59.4',
    '60.2',
    '60.5',
    '60.10',
    '61',
  ];

  it('is older or newer by number, whatever zeros stand before it', () => {
    for (const [i, version] of inOrder.entries()) {
      for (const [j, since] of inOrder.entries())
        assert.equal(isAtLeast(version, since), i >= j, `${version} and ${since}`);
    }
    assert.ok(isAtLeast('056.9', '56.9') && isAtLeast('56.9', '056.9'));
    assert.ok(isAtLeast('60.5', '055.7') && !isAtLeast('055.7', '60.5'));
  });

  it('may have words around it', () => {
    assert.deepEqual(parseFirmware('60.5 BETA'), [60, 5]);
    assert.deepEqual(parseFirmware(' 055.7'), [55, 7]);
    assert.deepEqual(parseFirmware('v56.9'), [56, 9]);
    assert.deepEqual(parseFirmware('60'), [60, 0]);
  });

  it('is neither older nor newer than what is no version', () => {
    for (const text of ['', 'BETA', '.5', 'null', '-1.2']) {
      assert.equal(parseFirmware(text), undefined, text);
      assert.equal(isAtLeast(text, '051.0'), false, text);
      assert.equal(isAtLeast('60.5', text), false, text);
    }
  });

  it('never breaks on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof isAtLeast(text, '055.0') === 'boolean'));
  });

  it('of two versions one is the newer, or both are the same', () => {
    const version = fc
      .tuple(fc.nat(99), fc.nat(20))
      .map(([major, minor]) => `${String(major).padStart(3, '0')}.${minor}`);
    fc.assert(
      fc.property(version, version, (a, b) => {
        assert.ok(isAtLeast(a, b) || isAtLeast(b, a));
        assert.equal(isAtLeast(a, b) && isAtLeast(b, a), a === b);
      }),
    );
  });
});
