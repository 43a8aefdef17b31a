//! The wasm of the npm package: the crate with its bindings, and what a library must not have: an allocator and a
//! panic handler. A panic ends the instance; the TypeScript around it notices, says `core_crashed` and starts afresh.
#![cfg(target_arch = "wasm32")]
#![no_std]

mod allocator;
#[cfg(feature = "trap")]
mod trap;

use poolkey as _;

#[global_allocator]
static ALLOCATOR: allocator::Wiping = allocator::Wiping::new();

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
