// The devices that the pool remembers a user on. Their secrets are the core's: see `auth.exportDevice`.

import { type Answer, pages } from './account-answer.js';
import { ask } from './account-input.js';
import { fromBase64Url } from './base64url.js';
import { checkedText } from './input.js';
import type { Auth, CallOptions } from './types.js';

/** A device that the pool knows. */
export interface Device {
  key: string;
  /** What the pool noted of it, such as `device_name` and `last_ip_used`. */
  attributes: Record<string, string>;
  created?: Date | undefined;
  lastModified?: Date | undefined;
  lastAuthenticated?: Date | undefined;
}

/** All devices: `for await (const device of devices.list(auth))`. The next page is asked for when it is wanted. */
export function list(auth: Auth, options?: CallOptions): AsyncGenerator<Device, void, undefined> {
  return pages(async (next) => {
    const operation = 'ListDevices';
    const answer = await ask(auth, operation, () => ({ PaginationToken: next }), options);
    return { items: (answer.objects('Devices') ?? []).map(read), next: answer.text('PaginationToken'), operation };
  });
}

/** One device. */
export async function get(auth: Auth, deviceKey: string, options?: CallOptions): Promise<Device> {
  const answer = await ask(auth, 'GetDevice', () => named(deviceKey), options);
  return read(answer.required(answer.object('Device'), 'Device'));
}

/** The key of the device that this session was begun on, where the pool tracks devices. */
export async function current(auth: Auth, options?: CallOptions): Promise<string | undefined> {
  const [, payload = ''] = (await auth.accessToken(options)).split('.');
  try {
    const { device_key: key } = JSON.parse(new TextDecoder().decode(fromBase64Url(payload)));
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Has the pool remember a device, so that it asks for no second factor there, if the pool is set up so. */
export async function remember(auth: Auth, deviceKey: string, options?: CallOptions): Promise<void> {
  await setStatus(auth, deviceKey, 'remembered', options);
}

/** Has the pool ask for the second factor there again. The device stays known. */
export async function dontRemember(auth: Auth, deviceKey: string, options?: CallOptions): Promise<void> {
  await setStatus(auth, deviceKey, 'not_remembered', options);
}

/** Has the pool forget a device. Its secret is worth nothing then; sessions that began on it cannot be renewed. */
export async function forget(auth: Auth, deviceKey: string, options?: CallOptions): Promise<void> {
  await ask(auth, 'ForgetDevice', () => named(deviceKey), options);
}

async function setStatus(auth: Auth, deviceKey: string, status: string, options?: CallOptions): Promise<void> {
  const input = () => ({ ...named(deviceKey), DeviceRememberedStatus: status });
  await ask(auth, 'UpdateDeviceStatus', input, options);
}

function named(deviceKey: string) {
  return { DeviceKey: checkedText(deviceKey, 'deviceKey') };
}

function read(device: Answer): Device {
  return {
    key: device.required(device.text('DeviceKey'), 'DeviceKey'),
    attributes: device.attributes('DeviceAttributes') ?? {},
    created: device.date('DeviceCreateDate'),
    lastModified: device.date('DeviceLastModifiedDate'),
    lastAuthenticated: device.date('DeviceLastAuthenticatedDate'),
  };
}
