// boto3 with the newest of AWS's models against a local-pool of its own: every operation that is there, each reply checked
// against its shape member by member. shapes.py is the judge, complete.py sees to it that no operation is left out.

import { startLocalPool } from '../local-pool.mjs';
import { reportPython } from '../python-run.mjs';

const pool = await startLocalPool();
try {
  await reportPython({
    environment: 'venv-aws',
    script: new URL('main.py', import.meta.url),
    env: { LOCAL_POOL_URL: pool.url },
  });
} finally {
  await pool.stop();
}
