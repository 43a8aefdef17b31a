// Which user pool the demo signs in to: read from demo-config.json beside the page, so that the built files can be
// copied to any static host. Says in a sentence what to do where the file is missing or is not JSON; the SDK itself
// judges the values.

export interface DemoConfig {
  pool: { userPoolId: string; clientId: string; endpoint?: string };
  /** Shown as a hint under the form. Only for pools that hold nothing. */
  credentials?: { username: string; password: string };
}

export async function readDemoConfig(): Promise<DemoConfig> {
  const { userPoolId, clientId, endpoint, credentials } = await readJson('demo-config.json');
  return {
    pool: {
      userPoolId: text(userPoolId),
      clientId: text(clientId),
      ...(endpoint === undefined ? {} : { endpoint: text(endpoint) }),
    },
    ...(credentials === undefined ? {} : { credentials: credentials as { username: string; password: string } }),
  };
}

async function readJson(file: string): Promise<Record<string, unknown>> {
  try {
    const answer = await fetch(file, { cache: 'no-store' });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return (await answer.json()) as Record<string, unknown>;
  } catch (cause) {
    throw new Error(
      `The demo does not know its user pool, because ${file} could not be read. Put one beside index.html with userPoolId and clientId.`,
      { cause },
    );
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
