// Moves a pool's clock and this process's together: a client signs with its own clock, and one that stayed behind would be
// refused for its time before a test sees what it came for. Timers go on at their own pace.

const RealDate = globalThis.Date;
let ahead = 0;

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + ahead);
    else super(...parts);
  }

  static now() {
    return RealDate.now() + ahead;
  }
};

/** Into the future, never back: pools share this process's clock. */
export async function travel(pool, seconds) {
  await pool.moveClock(seconds);
  ahead += seconds * 1000;
}
