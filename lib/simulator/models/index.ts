/** The models that can be simulated, by name. */
import type { ModelName } from '../simulator.types';
import { V3_BEHAVIOUR } from './behaviour';
import { controllerKeys } from './controller';
import { CORE_MODELS } from './core-models';
import { type Model, ON_ADAPTER } from './model';
import { basicKeys, oldKeys } from './unpublished';
import { firstKeys } from './v3';
import { V3_MODELS } from './v3-models';

export type { Model, SimulatedIdentity } from './model';

export const MODELS: Record<ModelName, Model> = {
  ...V3_MODELS,
  ...CORE_MODELS,
  controller: {
    ...V3_BEHAVIOUR,
    name: 'controller',
    kind: 'controller',
    topics: 'go-eController',
    unknownWrites: 'null',
    firmware: '1.1.1',
    leadingSlash: false,
    published: controllerKeys,
    unpublished: () => ({}),
  },
  v1: {
    ...V3_BEHAVIOUR,
    name: 'v1',
    api: 'v1',
    firmware: '041.0',
    leadingSlash: false,
    mqttResult: false,
    readings: 'steps',
    published: () => ({ ...firstKeys(), ...ON_ADAPTER }),
    unpublished: (identity) => ({ ...basicKeys(identity), ...oldKeys() }),
  },
};
