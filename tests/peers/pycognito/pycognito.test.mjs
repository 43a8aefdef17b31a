// Runs test_pycognito.py against a local-pool of its own: SRP by another implementation, in another language.

import { startLocalPool } from '../local-pool.mjs';
import { reportPython } from '../python-run.mjs';

const POOL_ID = 'us-east-1_Peers0002';
const CLIENT_ID = 'pycognito';
const ROTATING_CLIENT_ID = 'rotating';

const pool = await startLocalPool(`
[pool]
id = "${POOL_ID}"
[[clients]]
id = "${CLIENT_ID}"
[[clients]]
id = "${ROTATING_CLIENT_ID}"
refresh_token_rotation = true
[[users]]
username = "ada"
password = "Correct-horse-7"
attributes = { email = "ada@example.com", email_verified = "true" }
`);
try {
  await reportPython({
    environment: 'venv',
    script: new URL('test_pycognito.py', import.meta.url),
    env: {
      LOCAL_POOL_URL: pool.url,
      LOCAL_POOL_ID: POOL_ID,
      LOCAL_POOL_CLIENT_ID: CLIENT_ID,
      LOCAL_POOL_ROTATING_CLIENT_ID: ROTATING_CLIENT_ID,
    },
  });
} finally {
  await pool.stop();
}
