//! The app: `App` makes the `Auth` and puts it in the context, the form and the greeting below take it from there.
//!
//! The ids are those of local-pool's demo pool. For your own, set POOLKEY_POOL_ID and POOLKEY_CLIENT_ID when building, set
//! POOLKEY_ENDPOINT to nothing, and name https://cognito-idp.REGION.amazonaws.com in the connect-src of index.html.

use poolkey::{Auth, PoolConfig, Secret, SignIn, User};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

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
pub fn App() -> Html {
    // Made once: a new `Auth` at each rendering would be signed out each time.
    let content = match &*use_memo((), |()| auth()) {
        Ok(auth) => html! { <ContextProvider<Auth> context={auth.clone()}><SignInOrOut /></ContextProvider<Auth>> },
        Err(error) => html! { <p role="alert">{error.message()}</p> },
    };
    html! { <main><h1>{"Poolkey with Yew"}</h1>{content}</main> }
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
fn SignInOrOut() -> Html {
    let user = use_state(|| None::<User>);
    let (signed_in, signed_out) = (user.setter(), user.setter());
    match &*user {
        None => html! { <SignInForm done={move |somebody| signed_in.set(Some(somebody))} /> },
        Some(somebody) => {
            html! { <Greeting username={somebody.username().to_owned()} done={move |()| signed_out.set(None)} /> }
        }
    }
}

#[derive(PartialEq, Properties)]
struct SignInFormProps {
    done: Callback<User>,
}

#[component]
fn SignInForm(props: &SignInFormProps) -> Html {
    let auth = use_context::<Auth>().expect("App provides it");
    let (name, password) = (use_node_ref(), use_node_ref());
    let busy = use_state(|| false);
    let problem = use_state(String::new);

    let submit = {
        let (name, password, done) = (name.clone(), password.clone(), props.done.clone());
        let (busy, problem) = (busy.setter(), problem.setter());
        move |event: SubmitEvent| {
            event.prevent_default();
            let [Some(name), Some(password)] = [&name, &password].map(|field| field.cast::<HtmlInputElement>()) else {
                return;
            };
            let (auth, name, secret) = (auth.clone(), name.value(), Secret::new(password.value()));
            password.set_value("");
            busy.set(true);
            problem.set(String::new());
            let (done, busy, problem) = (done.clone(), busy.clone(), problem.clone());
            spawn_local(async move {
                match auth.sign_in(&name, secret).await {
                    Ok(SignIn::SignedIn(somebody)) => return done.emit(somebody),
                    Ok(SignIn::Challenged(pending)) => problem.set(format!("The pool asks for {}.", pending.name())),
                    Err(error) => problem.set(error.message().into()),
                }
                busy.set(false);
            });
        }
    };

    html! {
        <form onsubmit={submit}>
            <label>{"User name "}<input ref={name} name="username" autocomplete="username" required=true /></label>
            <label>
                {"Password "}
                <input ref={password} name="password" type="password" autocomplete="current-password" required=true />
            </label>
            <button disabled={*busy}>{if *busy { "Signing in ..." } else { "Sign in" }}</button>
            <p role="alert">{&*problem}</p>
        </form>
    }
}

#[derive(PartialEq, Properties)]
struct GreetingProps {
    username: String,
    done: Callback<()>,
}

#[component]
fn Greeting(props: &GreetingProps) -> Html {
    let auth = use_context::<Auth>().expect("App provides it");
    let done = props.done.clone();
    let sign_out = move |_| {
        let (auth, done) = (auth.clone(), done.clone());
        spawn_local(async move {
            // The session is gone from memory whether or not the pool could be told.
            if auth.sign_out().await.is_ok() {
                done.emit(());
            }
        });
    };
    html! {
        <>
            <p>{"Signed in as "}<strong>{&props.username}</strong>{"."}</p>
            <button onclick={sign_out}>{"Sign out"}</button>
        </>
    }
}
