//! Every page with sample data, each view with all its parts; and again with problems and with nothing.
//! The example writes them out; the tests read them with hostile strings in every place where a string goes.

mod login_pages;
mod tool_pages;

use local_pool::Secret;
use local_pool::pages::login::{Accent, AttributeField, AttributeType, Brand, Frame, PasskeyOptions};
use local_pool::pages::{CsrfToken, EchoedQuery, Language};

/// What becomes of each sample string before it goes into a view.
pub struct Voice {
    pub say: fn(&str) -> String,
    pub language: Language,
}

pub type Page = (&'static str, String);

pub fn every_page(voice: &Voice) -> Vec<Page> {
    let mut pages = login_pages::all(voice);
    pages.extend(tool_pages::all(voice));
    pages
}

impl Voice {
    fn say(&self, text: &str) -> String {
        (self.say)(text)
    }

    fn csrf(&self) -> CsrfToken {
        CsrfToken::new(self.say("6fJ0c2Vz"))
    }

    fn query(&self) -> EchoedQuery {
        let pairs = [("client_id", "7qexample"), ("state", "x1"), ("scope", "openid email")];
        let query = pairs.map(|(name, value)| format!("{name}={}", urlencoded(&self.say(value))));
        EchoedQuery::parse(&query.join("&"))
    }

    fn frame(&self) -> Frame {
        self.branded("Acme Shop", Accent::Indigo)
    }

    fn branded(&self, app: &str, accent: Accent) -> Frame {
        Frame {
            language: self.language,
            brand: Brand { app: self.say(app), pool: self.say("acme-customers"), accent },
            csrf: self.csrf(),
            query: self.query(),
            session: Some(Secret::new(self.say("AYABeExample"))),
            outbox: true,
        }
    }

    fn options(&self) -> PasskeyOptions {
        PasskeyOptions::new(self.say(r#"{"challenge":"AAECAwQFBgc","rpId":"localhost","userVerification":"required"}"#))
    }

    fn attribute(&self, name: &str, value: &str, required: bool) -> AttributeField {
        AttributeField { name: self.say(name), kind: AttributeType::String, value: self.say(value), required }
    }
}

fn urlencoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
