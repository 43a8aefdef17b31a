// A QR code (ISO/IEC 18004) of a short text: byte mode, error correction level L, versions 1 to 10, the mask with the fewest
// penalties. Answers the modules; drawing is another's. Refuses what is longer than 271 bytes.

/** Error correction codewords of one block, and blocks, for level L by version. */
const ECC = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18];
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4];
/** Where alignment patterns are, for versions 2 to 10. */
const ALIGNMENT = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];

/** Rows of modules; true is dark. */
export function qrCode(text: string): boolean[][] {
  const bytes = new TextEncoder().encode(text);
  const version = ECC.findIndex((_, index) => bytes.length <= capacity(index + 1)) + 1;
  if (version === 0) throw new RangeError('The text is too long for this QR code.');
  const codewords = interleaved(dataOf(bytes, version), version);
  const candidates = MASKS.map((mask, number) => new Grid(version).filled(codewords, mask, number));
  const best = candidates.reduce((least, one) => (penalty(one) < penalty(least) ? one : least));
  return best;
}

function capacity(version: number): number {
  return dataCodewords(version) - (version < 10 ? 2 : 3);
}

const at = (list: readonly number[], index: number): number => list[index] ?? 0;

function dataCodewords(version: number): number {
  return codewordsOf(version) - at(ECC, version - 1) * at(BLOCKS, version - 1);
}

/** All codewords of a version: its modules without those of the patterns and the format. */
function codewordsOf(version: number): number {
  let modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const patterns = Math.floor(version / 7) + 2;
    modules -= (25 * patterns - 10) * patterns - 55;
    if (version >= 7) modules -= 36;
  }
  return Math.floor(modules / 8);
}

/** Mode, length, bytes, end, padding (7.4). */
function dataOf(bytes: Uint8Array, version: number): number[] {
  const bits: number[] = [];
  const push = (value: number, length: number) => {
    for (let bit = length - 1; bit >= 0; bit -= 1) bits.push((value >>> bit) & 1);
  };
  push(0b0100, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  const room = dataCodewords(version) * 8;
  push(0, Math.min(4, room - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) push(pad, 8);
  const data: number[] = [];
  for (let index = 0; index < bits.length; index += 8) {
    data.push(bits.slice(index, index + 8).reduce((byte, bit) => (byte << 1) | bit, 0));
  }
  return data;
}

/** Blocks with their error correction, one codeword of each in turn (7.6). The later blocks may be longer by one. */
function interleaved(data: readonly number[], version: number): number[] {
  const [count, ecc] = [at(BLOCKS, version - 1), at(ECC, version - 1)];
  const short = Math.floor(data.length / count);
  const longer = data.length % count;
  const blocks: number[][] = [];
  for (let index = 0, from = 0; index < count; index += 1) {
    const length = short + (index >= count - longer ? 1 : 0);
    blocks.push(data.slice(from, from + length));
    from += length;
  }
  const corrections = blocks.map((block) => remainder(block, divisor(ecc)));
  const all: number[] = [];
  for (let index = 0; index <= short; index += 1) {
    for (const block of blocks) if (index < block.length) all.push(at(block, index));
  }
  for (let index = 0; index < ecc; index += 1) for (const block of corrections) all.push(at(block, index));
  return all;
}

/** In GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1. */
function multiplied(x: number, y: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((y >>> bit) & 1) * x;
  }
  return product;
}

/** (x - 2^0)(x - 2^1)...(x - 2^(degree-1)), without its leading 1. */
function divisor(degree: number): number[] {
  const result = [...new Array<number>(degree - 1).fill(0), 1];
  let root = 1;
  for (let round = 0; round < degree; round += 1) {
    for (let index = 0; index < degree; index += 1) {
      result[index] = multiplied(at(result, index), root) ^ at(result, index + 1);
    }
    root = multiplied(root, 2);
  }
  return result;
}

function remainder(block: readonly number[], by: readonly number[]): number[] {
  const result = by.map(() => 0);
  for (const byte of block) {
    const factor = byte ^ (result.shift() ?? 0);
    result.push(0);
    by.forEach((coefficient, index) => {
      result[index] = at(result, index) ^ multiplied(coefficient, factor);
    });
  }
  return result;
}

type Mask = (x: number, y: number) => boolean;

const MASKS: readonly Mask[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

class Grid {
  readonly #size: number;
  readonly #dark: boolean[][];
  readonly #taken: boolean[][];

  constructor(private readonly version: number) {
    this.#size = 17 + 4 * version;
    const empty = () => Array.from({ length: this.#size }, () => new Array<boolean>(this.#size).fill(false));
    this.#dark = empty();
    this.#taken = empty();
    this.#patterns();
  }

  filled(codewords: readonly number[], mask: Mask, maskNumber: number): boolean[][] {
    this.#format(maskNumber);
    this.#versionBits();
    this.#zigzag(codewords, mask);
    return this.#dark;
  }

  #set(x: number, y: number, dark: boolean): void {
    const [row, taken] = [this.#dark[y], this.#taken[y]];
    if (!row || !taken || x < 0 || x >= this.#size) return;
    row[x] = dark;
    taken[x] = true;
  }

  #patterns(): void {
    for (let index = 0; index < this.#size; index += 1) {
      this.#set(6, index, index % 2 === 0);
      this.#set(index, 6, index % 2 === 0);
    }
    for (const [x, y] of [
      [3, 3],
      [this.#size - 4, 3],
      [3, this.#size - 4],
    ] as const)
      this.#square(x, y, 4, (ring) => ring !== 2 && ring !== 4);
    const centers = ALIGNMENT[this.version - 1] ?? [];
    const last = centers.length - 1;
    centers.forEach((x, i) => {
      centers.forEach((y, j) => {
        const inCorner = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
        if (!inCorner) this.#square(x, y, 2, (ring) => ring !== 1);
      });
    });
  }

  #square(x: number, y: number, reach: number, isDark: (ring: number) => boolean): void {
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) {
        this.#set(x + dx, y + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    }
  }

  /** Level L and the mask, twice (7.9). */
  #format(mask: number): void {
    const data = (1 << 3) | mask;
    let rest = data;
    for (let round = 0; round < 10; round += 1) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
    const bits = ((data << 10) | rest) ^ 0x5412;
    const bit = (index: number) => ((bits >>> index) & 1) === 1;
    for (let index = 0; index <= 5; index += 1) this.#set(8, index, bit(index));
    this.#set(8, 7, bit(6));
    this.#set(8, 8, bit(7));
    this.#set(7, 8, bit(8));
    for (let index = 9; index < 15; index += 1) this.#set(14 - index, 8, bit(index));
    for (let index = 0; index < 8; index += 1) this.#set(this.#size - 1 - index, 8, bit(index));
    for (let index = 8; index < 15; index += 1) this.#set(8, this.#size - 15 + index, bit(index));
    this.#set(8, this.#size - 8, true);
  }

  /** From version 7 (7.10). */
  #versionBits(): void {
    if (this.version < 7) return;
    let rest = this.version;
    for (let round = 0; round < 12; round += 1) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
    const bits = (this.version << 12) | rest;
    for (let index = 0; index < 18; index += 1) {
      const dark = ((bits >>> index) & 1) === 1;
      const [far, near] = [this.#size - 11 + (index % 3), Math.floor(index / 3)];
      this.#set(far, near, dark);
      this.#set(near, far, dark);
    }
  }

  /** Two columns at a time from the right, up and down, around the upright timing pattern (7.7.3). */
  #zigzag(codewords: readonly number[], mask: Mask): void {
    let index = 0;
    for (let right = this.#size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < this.#size; step += 1) {
        const y = ((right + 1) & 2) === 0 ? this.#size - 1 - step : step;
        for (const x of [right, right - 1]) {
          const row = this.#dark[y];
          if (!row || this.#taken[y]?.[x]) continue;
          const bit = ((at(codewords, index >>> 3) >>> (7 - (index & 7))) & 1) === 1;
          row[x] = bit !== mask(x, y);
          index += 1;
        }
      }
    }
  }
}

/** Runs, blocks, finder-like rows and the balance (7.8.3.1). */
function penalty(rows: boolean[][]): number {
  const size = rows.length;
  const columns = rows.map((_, x) => rows.map((row) => row[x] === true));
  let sum = 0;
  for (const line of [...rows, ...columns]) {
    const text = line.map((dark) => (dark ? '1' : '0')).join('');
    for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) sum += run.length - 2;
    for (const finder of ['10111010000', '00001011101']) {
      for (let from = text.indexOf(finder); from >= 0; from = text.indexOf(finder, from + 1)) sum += 40;
    }
  }
  for (let y = 0; y + 1 < size; y += 1) {
    for (let x = 0; x + 1 < size; x += 1) {
      const four = [rows[y]?.[x + 1], rows[y + 1]?.[x], rows[y + 1]?.[x + 1]];
      if (four.every((dark) => dark === rows[y]?.[x])) sum += 3;
    }
  }
  const dark = rows.flat().filter(Boolean).length;
  return sum + Math.floor(Math.abs((dark * 20) / (size * size) - 10)) * 10;
}
