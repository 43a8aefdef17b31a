//! An allocator that wipes what is given back: whatever held a password or a token, also where a string grew or a
//! number crossed from JavaScript, leaves nothing behind in the memory of the wasm.

use core::alloc::{GlobalAlloc, Layout};
use core::hint::black_box;
use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

/// Talc, with every freed byte set to zero.
pub struct Wiping(WasmDynamicTalc);

impl Wiping {
    /// An allocator without memory yet; it grows as needed.
    pub const fn new() -> Self {
        Self(new_wasm_dynamic_allocator())
    }
}

// SAFETY: every call goes to talc unchanged. `realloc` is the default of the trait: a new place, a copy, and this
// `dealloc` for the old place.
unsafe impl GlobalAlloc for Wiping {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        #[cfg(feature = "trap")]
        crate::trap::spring();
        // SAFETY: the caller's.
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: the caller gives back `layout.size()` bytes at `place`, which are still its own until the next line.
        unsafe { place.write_bytes(0, layout.size()) };
        // The optimizer may not take the zeros for useless.
        // SAFETY: the caller's.
        unsafe { self.0.dealloc(black_box(place), layout) }
    }
}
