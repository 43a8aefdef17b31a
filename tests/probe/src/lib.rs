//! The arithmetic of a sign-in as a bare wasm: same code, same profile, no glue and no imports.
//!
//! One buffer carries everything in and out, big-endian. `tests/leak` counts its instructions, `benches` its time. What is
//! called leaky is there to be caught, so that the leak test is seen to catch something.
#![cfg(target_arch = "wasm32")]
#![no_std]

use core::hint::black_box;
use poolkey::Secret;
use poolkey::protocol::srp::{arithmetic, key};

const SIZE: usize = 65_536;
static mut BUFFER: [u8; SIZE] = [0; SIZE];
/// A of the last `srp_public`, as an `Ephemeral` keeps it.
static mut BIG_A: arithmetic::GroupBytes = [0; 384];

/// Where the buffer is.
#[unsafe(no_mangle)]
pub extern "C" fn buffer() -> *mut u8 {
    &raw mut BUFFER as *mut u8
}

/// A = g^a: `a` (32 or 128 bytes) is read from the buffer, A (384 bytes) written to it. 0 is success.
#[unsafe(no_mangle)]
pub extern "C" fn srp_public(a_len: usize) -> u32 {
    let io = io();
    let big_a = match (fixed::<32>(io, 0, a_len), fixed::<128>(io, 0, a_len)) {
        (Some(a), _) => arithmetic::public(&a),
        (_, Some(a)) => arithmetic::public(&a),
        _ => return 1,
    };
    io[..384].copy_from_slice(&big_a);
    // SAFETY: as for the buffer.
    unsafe { BIG_A = big_a };
    0
}

/// The key of a sign-in from a | B | salt | "poolName userId:password", after `srp_public` with the same `a`.
/// 0 is success, 16 bytes in the buffer.
#[unsafe(no_mangle)]
pub extern "C" fn srp_prove(a_len: usize, big_b_len: usize, salt_len: usize, inner_len: usize) -> u32 {
    let io = io();
    let (big_b_at, salt_at) = (a_len, a_len + big_b_len);
    let inner_at = salt_at + salt_len;
    let (big_b, salt) = (&io[big_b_at..salt_at], &io[salt_at..inner_at]);
    let Ok(inner) = core::str::from_utf8(&io[inner_at..inner_at + inner_len]) else { return 1 };
    let Some((identity, password)) = inner.split_once(':') else { return 1 };
    let (a32, a128) = (fixed::<32>(io, 0, a_len), fixed::<128>(io, 0, a_len));
    // SAFETY: as for the buffer.
    let big_a = unsafe { BIG_A };
    let u = key::scrambler(&big_a, big_b);
    let x = key::private_key(salt, identity, "", &password.into());
    let big_s = match (&a32, &a128) {
        (Some(a), _) => arithmetic::premaster(big_b, a, &u, x.expose()),
        (_, Some(a)) => arithmetic::premaster(big_b, a, &u, x.expose()),
        _ => None,
    };
    let Some(big_s) = big_s.map(Secret::new) else { return 2 };
    let session_key = key::session_key(&big_s, &u);
    io[..16].copy_from_slice(session_key.expose());
    0
}

/// S from a (32 bytes) | B (384) | u (32) | x (32): every number of the power is the caller's. 0 is success.
#[unsafe(no_mangle)]
pub extern "C" fn srp_premaster() -> u32 {
    let io = io();
    let (Some(a), Some(u), Some(x)) = (fixed::<32>(io, 0, 32), fixed::<32>(io, 416, 32), fixed::<32>(io, 448, 32))
    else {
        return 1;
    };
    let Some(big_s) = arithmetic::premaster(&io[32..416], &a, &u, &x) else { return 2 };
    io[..384].copy_from_slice(&big_s);
    0
}

/// Compares 32 bytes with the next 32 and stops at the first difference: a branch that the leak test must see.
#[unsafe(no_mangle)]
pub extern "C" fn leaky_compare() -> u32 {
    let io = io();
    (0..32).take_while(|at| black_box(io[*at]) == black_box(io[32 + at])).count() as u32
}

/// 3^e modulo 2^31 - 1 as a textbook has it, multiplying where a bit of `e` (32 bytes) is set: branches on an exponent.
#[unsafe(no_mangle)]
pub extern "C" fn leaky_power() -> u32 {
    let times = |left: u32, right: u32| (u64::from(left) * u64::from(right) % 0x7fff_ffff) as u32;
    let mut power = 1;
    for byte in &io()[..32] {
        for bit in (0..8).rev() {
            power = times(power, power);
            if byte >> bit & 1 == 1 {
                power = black_box(times(power, 3));
            }
        }
    }
    power
}

/// Reads the buffer at the place that the first byte names: no branch, but an address that the leak test must see.
#[unsafe(no_mangle)]
pub extern "C" fn leaky_lookup() -> u32 {
    let io = io();
    u32::from(io[usize::from(black_box(io[0]))])
}

fn io() -> &'static mut [u8; SIZE] {
    // SAFETY: wasm32 without threads, and no export calls another: nobody else holds the buffer.
    unsafe { &mut *(&raw mut BUFFER) }
}

fn fixed<const BYTES: usize>(io: &[u8], at: usize, len: usize) -> Option<[u8; BYTES]> {
    if len == BYTES { io.get(at..at + len)?.try_into().ok() } else { None }
}

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
