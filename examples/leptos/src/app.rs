//! The app: `App` makes the `Auth` and puts it in the context, the form and the greeting below take it from there.
//!
//! The ids are those of local-pool's demo pool. For your own, set POOLKEY_POOL_ID and POOLKEY_CLIENT_ID when building, set
//! POOLKEY_ENDPOINT to nothing, and name https://cognito-idp.REGION.amazonaws.com in the connect-src of index.html.

use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};
use poolkey::{Auth, PoolConfig, Secret, SignIn, User};

const POOL_ID: &str = match option_env!("POOLKEY_POOL_ID") {
    Some(id) => id,
    None => "us-east-1_Local0001",
};
const CLIENT_ID: &str = match option_env!("POOLKEY_CLIENT_ID") {
    Some(id) => id,
    None => "1h57kf5cpq17m0eml12EXAMPLE",
};
const ENDPOINT: &str = match option_env!("POOLKEY_ENDPOINT") {
    Some(address) => address,
    None => "http://127.0.0.1:4600",
};

#[component]
pub fn App() -> impl IntoView {
    let content = match auth() {
        Ok(auth) => {
            provide_context(auth);
            view! { <SignInOrOut /> }.into_any()
        }
        Err(error) => view! { <p role="alert">{error.message()}</p> }.into_any(),
    };
    // In braces, because Leptos sets markup that has nothing dynamic through innerHTML, which Trusted Types refuse.
    view! { <main><h1>{"Poolkey with Leptos"}</h1>{content}</main> }
}

fn auth() -> poolkey::Result<Auth> {
    let mut config = PoolConfig::new(POOL_ID, CLIENT_ID)?;
    if !ENDPOINT.is_empty() {
        config = config.with_endpoint(ENDPOINT)?;
    }
    Ok(Auth::new(config))
}

/// The form while nobody is signed in, a greeting otherwise.
#[component]
fn SignInOrOut() -> impl IntoView {
    let user = RwSignal::new(None::<User>);
    move || match user.get() {
        None => view! { <SignInForm user /> }.into_any(),
        Some(somebody) => view! { <Greeting user somebody /> }.into_any(),
    }
}

#[component]
fn SignInForm(user: RwSignal<Option<User>>) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let (name, password) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(String::new());

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(name), Some(password)) = (name.get(), password.get()) else { return };
        let (auth, name, secret) = (auth.clone(), name.value(), Secret::new(password.value()));
        password.set_value("");
        busy.set(true);
        problem.set(String::new());
        spawn_local(async move {
            match auth.sign_in(&name, secret).await {
                Ok(SignIn::SignedIn(somebody)) => return user.set(Some(somebody)),
                Ok(SignIn::Challenged(pending)) => problem.set(format!("The pool asks for {}.", pending.name())),
                Err(error) => problem.set(error.message().into()),
            }
            busy.set(false);
        });
    };

    view! {
        <form on:submit=submit>
            <label>"User name " <input node_ref=name name="username" autocomplete="username" required /></label>
            <label>
                "Password "
                <input node_ref=password name="password" type="password" autocomplete="current-password" required />
            </label>
            <button disabled=busy>{move || if busy.get() { "Signing in ..." } else { "Sign in" }}</button>
            <p role="alert">{problem}</p>
        </form>
    }
}

#[component]
fn Greeting(user: RwSignal<Option<User>>, somebody: User) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let sign_out = move |_| {
        let auth = auth.clone();
        spawn_local(async move {
            // The session is gone from memory whether or not the pool could be told.
            if auth.sign_out().await.is_ok() {
                user.set(None);
            }
        });
    };
    view! {
        <p>"Signed in as " <strong>{somebody.username().to_owned()}</strong> "."</p>
        <button on:click=sign_out>"Sign out"</button>
    }
}
