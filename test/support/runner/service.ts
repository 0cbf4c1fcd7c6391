/** Service containers. There is no Docker here: the test says what stands in for each. */
import { asText, fill, type Scope, type Value, type Values } from './expressions.ts';
import { WorkflowError } from './workflow-error.ts';

export interface ServiceRequest {
  /** As the job calls it. */
  readonly name: string;
  readonly image: string;
  readonly env: Readonly<Record<string, string>>;
  /** As in the file: `5432:5432`, `5432`. */
  readonly ports: readonly string[];
  readonly options: string;
}

export interface Service {
  /** By the container's port, where it is reached on this machine. */
  readonly ports: Readonly<Record<string, number>>;
  /** What `job.services.NAME.id` says. */
  readonly id?: string;
  stop(): Promise<void>;
}

export type StartService = (request: ServiceRequest) => Promise<Service>;

export interface Services {
  /** Of `job`. */
  readonly context: Values;
  stop(): Promise<void>;
}

export async function startServices(
  declared: Values,
  scope: Scope,
  start: StartService | undefined,
): Promise<Services> {
  const running = new Map<string, Service>();
  const stop = async () => {
    for (const service of running.values()) await service.stop();
  };
  try {
    for (const [name, service] of Object.entries(declared)) {
      const request = requestOf(name, fill(service, scope));
      // As on GitHub: no image, no service.
      if (request.image === '') continue;
      if (start === undefined) throw new WorkflowError(`The test provides no service ${name} (${request.image}).`);
      running.set(name, await start(request));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const contexts = [...running].map(([name, { id, ports }]): [string, Value] => [
    name,
    { id: id ?? `service-${name}`, network: 'github_network', ports: fillPorts(ports) },
  ]);
  return { context: contexts.length === 0 ? {} : { services: Object.fromEntries(contexts) }, stop };
}

function requestOf(name: string, service: Value): ServiceRequest {
  const {
    image = '',
    env = {},
    ports = [],
    options = '',
  } = (typeof service === 'string' ? { image: service } : service) as Values;
  return {
    name,
    image: asText(image),
    env: Object.fromEntries(
      Object.entries(env as Values).map(([variable, value]) => [variable, asText(value)] as const),
    ),
    ports: (ports as readonly Value[]).map(asText),
    options: asText(options),
  };
}

function fillPorts(ports: Service['ports']): Values {
  return Object.fromEntries(Object.entries(ports).map(([inside, outside]) => [inside, String(outside)]));
}
