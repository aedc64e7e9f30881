import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { Values } from '../../../lib/simulator/simulator.types';
import { closeAll, fixture } from './fixture';

describe('cards and transactions of a simulated charger', () => {
  afterEach(closeAll);

  it('waits for a card where access needs one', async () => {
    const { clock, simulator } = fixture({ car: {} });
    simulator.apply({ acs: 1 });
    simulator.car.unplug();
    await clock.advance(1000);
    simulator.car.plugIn();
    await clock.advance(20_000);
    assert.deepEqual([simulator.get('trx'), simulator.get('modelStatus'), simulator.get('car')], [null, 2, 3]);
    simulator.presentCard(0);
    await clock.advance(20_000);
    assert.deepEqual([simulator.get('trx'), simulator.get('lrc'), simulator.get('car')], [1, 0, 2]);
  });

  it('charges on the card that pays, in both forms of firmware 60', async () => {
    const { clock, simulator } = fixture({ car: {} });
    simulator.apply({ acs: 1, trx: 1 });
    await clock.advance(300_000);
    const energy = Number(simulator.get('c0e'));
    assert.ok(energy > 500);
    assert.equal((simulator.get('cards') as Values[])[0]?.energy, energy);
    assert.equal(simulator.get('c1e'), 0);
  });

  it('ends a transaction without a car', async () => {
    const { clock, simulator } = fixture();
    simulator.presentCard(0);
    await clock.advance(100_000);
    assert.equal(simulator.get('trx'), 1);
    await clock.advance(30_000);
    assert.equal(simulator.get('trx'), null);
  });

  it('refuses transactions for cards that are not stored', () => {
    const { simulator } = fixture();
    assert.deepEqual(simulator.apply({ trx: 3 }), { trx: 'starting transaction for 3 is not allowed' });
    assert.deepEqual(simulator.apply({ trx: 0 }), { trx: true });
  });

  it('stores the last card that was read, and erases cards', async () => {
    const { clock, simulator } = fixture();
    simulator.presentCard(77);
    simulator.apply({ lrn: 4, del: 0 });
    await clock.advance(1000);
    assert.deepEqual([simulator.get('c4i'), simulator.get('c0i'), simulator.get('c0n')], [true, false, 'n/a']);
    const cards = simulator.get('cards') as Values[];
    assert.deepEqual([cards[4]?.cardId, cards[0]?.cardId], [true, false]);
  });

  it('ends the transaction when the car is unplugged', async () => {
    const { clock, simulator } = fixture({ car: {} });
    await clock.advance(20_000);
    assert.equal(simulator.get('trx'), 0);
    simulator.car.unplug();
    await clock.advance(1000);
    assert.equal(simulator.get('trx'), null);
  });

  it('switches to the next current preset when its button is pressed, unless that is locked', async () => {
    const { clock, simulator } = fixture();
    simulator.pressButton();
    await clock.advance(1000);
    assert.equal(simulator.get('amp'), 6);
    simulator.pressButton();
    assert.equal(simulator.get('amp'), 8);
    assert.equal(typeof simulator.get('lbp'), 'number');
    simulator.set({ bac: 0 });
    simulator.pressButton();
    assert.equal(simulator.get('amp'), 8);
  });
});
