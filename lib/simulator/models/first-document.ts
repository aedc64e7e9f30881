/**
 * Keys of the vendor's first document that later ones do not have: processor, memory, the WiFi access point, the time server.
 * Firmware until 054 has them; the full status of 055.7 does not [goecharger/go-eCharger-API-v2,
 * captured traffic]. The values are this project's own.
 */
import type { Values } from '../simulator.types';
import type { SimulatedIdentity } from './model';

/** The keys that only firmware until 054 has. */
export function firstDocumentKeys({ serial, name }: SimulatedIdentity): Values {
  return {
    rfb: 1684,
    arv: '2.3.0',
    mod: 1,
    ffna: name,
    fwan: `go-e-${serial.slice(-6)}`,
    facwak: 'simulated-factory-key',
    wan: `go-e-${serial.slice(-6)}`,
    wak: 'simulated-key',
    wen: true,
    lwcf: false,
    lssfc: null,
    lsstc: 7640,
    ts: 'time.google.com',
    tsom: 0,
    tssi: 3600000,
    tssm: 0,
    rr: 1,
    esr: [1, 14],
    sbe: true,
    fem: 2,
    ecf: { source: 1, source_freq_mhz: 320, div: 2, freq_mhz: 160 },
    eci: { model: 1, features: 50, cores: 2, revision: 3 },
    eem: null,
    efi: { spi_mode: 2, spi_speed: 0, spi_size: 4 },
    ehs: 286000,
    efh: 110000,
    efh8: 70000,
    efh32: 110000,
    emfh: 68000,
    emhb: 50000,
  };
}
