//! Signing in from a Leptos app (client-side rendering): one `Auth` in the context, a form, who is signed in, sign-out.
//!
//! The password goes from the field into `sign_in` and nowhere else: no signal holds it, and no token either. What
//! the pool asks beyond a password (a code, a new password) is shown, not answered: see `PendingChallenge::answer`.
//!
//! A pool on this machine (user ada, password Correct-horse-7), the app as a folder of files, and any server for them:
//!
//! ```sh
//! cargo run --release -p local-pool
//! cargo xtask example leptos
//! python3 -m http.server --bind 127.0.0.1 --directory examples/leptos/dist 8080
//! ```

#[cfg(target_arch = "wasm32")]
mod app;

fn main() {
    #[cfg(target_arch = "wasm32")]
    leptos::mount::mount_to_body(app::App);
}
