// Runs test_factors.py against a local-pool of its own, which prepares its pools itself.

import { startLocalPool } from '../local-pool.mjs';
import { reportPython } from '../python-run.mjs';

const pool = await startLocalPool();
try {
  await reportPython({
    environment: 'venv',
    script: new URL('test_factors.py', import.meta.url),
    env: { LOCAL_POOL_URL: pool.url },
  });
} finally {
  await pool.stop();
}
