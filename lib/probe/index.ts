/** Probe: a test of a charger's configuration before it is used. */
export { probe } from './probe';
export {
  failed,
  failureOf,
  PROBE_REASONS,
  PROBE_REMEDIES,
  type ProbeFailure,
  type ProbeReport,
  type ProbeSuccess,
  WRITE_PROBLEM_REASONS,
} from './report';
