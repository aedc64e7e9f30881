/**
 * Writable keys that chargers report over HTTP and never publish to a broker: `sua`
 * [goecharger/go-eCharger-API-v2#133, #168], the others by the captured traffic of chargers with firmware 053.1 to 60.5.
 */
export const UNPUBLISHED: ReadonlySet<string> = new Set(
  (
    'cco ct cwe esk fna loe lof log lop lot loty lse map mce mci mcpd mcpea mcu mqcn mqg mqss mtp ocppai ' +
    'ocppao ocppcn ocppd ocppe ocppg ocpph ocppi ocppla ocpplo ocppr ocpprl ocppss ocppti ocppu rdbf ' +
    'rdbfe rdbs rdbse rdef rdefe rdes rdese rdpl rdple rdre rdree sch_satur sch_sund sch_week sdp su sua ' +
    'tds tof tse tzt upo wan wda wen wifis'
  ).split(' '),
);
