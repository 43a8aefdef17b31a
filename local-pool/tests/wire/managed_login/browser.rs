//! A small browser: cookies, forms read from the HTML, redirects within the pool. It sends what browsers send with forms.

use std::collections::BTreeMap;

use local_pool::http::{Request, Response};
use serde_json::Value;
use url::form_urlencoded;

use crate::pool::Pool;

pub struct Browser<'a> {
    pub pool: &'a Pool,
    pub cookies: BTreeMap<String, String>,
    /// By which it knows the pool.
    pub host: &'static str,
    /// Headers that come with each request, besides cookies and what forms bring.
    pub headers: Vec<(String, String)>,
}

/// Where a browser came to.
#[derive(Debug)]
pub struct Visited {
    /// Of the last request to the pool.
    pub address: String,
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub html: String,
    /// Where the pool sent the browser that is not the pool itself.
    pub left_to: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl<'a> Browser<'a> {
    pub fn new(pool: &'a Pool) -> Self {
        Self::at(pool, "pool.test")
    }

    pub fn at(pool: &'a Pool, host: &'static str) -> Self {
        Self { pool, cookies: BTreeMap::new(), host, headers: Vec::new() }
    }

    pub fn get(&mut self, address: &str) -> Visited {
        let answered = self.request("GET", address, Vec::new(), &[]);
        self.follow(address, answered)
    }

    pub fn submit(&mut self, form: &Form) -> Visited {
        // What Chromium sends with a form of a page that gives no referrer.
        self.post(form, &[("origin", "null"), ("sec-fetch-site", "same-origin")])
    }

    pub fn post(&mut self, form: &Form, headers: &[(&str, &str)]) -> Visited {
        let answered = self.post_only(form, headers);
        self.follow(&form.action, answered)
    }

    /// Without going where the answer leads.
    pub fn post_only(&mut self, form: &Form, headers: &[(&str, &str)]) -> Response {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&form.fields).finish();
        let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
        all.extend(headers);
        self.request("POST", &form.action, body.into_bytes(), &all)
    }

    pub fn request(&mut self, method: &str, address: &str, body: Vec<u8>, headers: &[(&str, &str)]) -> Response {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut sent = vec![("host".to_owned(), self.host.to_owned())];
        if !cookies.is_empty() {
            sent.push(("cookie".to_owned(), cookies.join("; ")));
        }
        sent.extend(headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        sent.extend(self.headers.clone());
        let request =
            Request { method: method.to_owned(), path: path.to_owned(), query: query.to_owned(), headers: sent, body };
        let response = self.pool.answer(&request);
        for (_, value) in response.headers.iter().filter(|(name, _)| *name == "set-cookie") {
            let (pair, attributes) = value.split_once(';').expect("attributes of a cookie");
            let (name, value) = pair.split_once('=').expect("a cookie");
            assert!(attributes.contains("HttpOnly") && attributes.contains("SameSite=Lax"), "{attributes}");
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        response
    }

    fn follow(&mut self, address: &str, mut response: Response) -> Visited {
        let mut address = address.to_owned();
        let origin = format!("http://{}", self.host);
        for _ in 0..10 {
            let location = response.header("location").map(str::to_owned);
            let within = location.as_deref().map(|to| to.strip_prefix(&origin).unwrap_or(to));
            match within.filter(|to| to.starts_with('/') && !to.starts_with("//")) {
                Some(to) => {
                    address = to.to_owned();
                    response = self.request("GET", &address.clone(), Vec::new(), &[]);
                }
                None => return Visited::of(address, &response, location),
            }
        }
        panic!("redirected forever, at last to {address}");
    }
}

impl Visited {
    fn of(address: String, response: &Response, left_to: Option<String>) -> Self {
        let headers = response.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let html = String::from_utf8(response.body.clone()).expect("text");
        Self { address, status: response.status, headers, html, left_to }
    }

    pub fn path(&self) -> &str {
        self.address.split('?').next().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn forms(&self) -> Vec<Form> {
        self.html.split("<form").skip(1).map(Form::read).collect()
    }

    /// The form that has a field of this name, with values for some of its fields.
    pub fn form(&self, field: &str, values: &[(&str, &str)]) -> Form {
        let forms = self.forms();
        let found = forms.into_iter().find(|form| form.fields.iter().any(|(name, _)| name == field));
        let mut form = found.unwrap_or_else(|| panic!("no form with {field} at {}: {}", self.address, self.html));
        for (name, value) in values {
            form.set(name, value);
        }
        form
    }

    /// A parameter of the address that the browser was sent to, in its query or its fragment.
    pub fn sent(&self, name: &str) -> Option<String> {
        let to = self.left_to.as_deref().unwrap_or_else(|| panic!("still at {}: {}", self.address, self.html));
        let (_, query) = to.split_once(['?', '#'])?;
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    }

    /// What passkey.js gives to the browser's WebAuthn.
    pub fn passkey_options(&self) -> Value {
        let tag = self.html.split("<form").find(|form| form.contains("data-passkey=")).expect("a passkey's form");
        serde_json::from_str(&attribute(tag, "data-options").expect("options")).expect("JSON")
    }

    pub fn says(&self, text: &str) -> bool {
        unescaped(&self.html).contains(text)
    }
}

impl Form {
    fn read(html: &str) -> Self {
        let (tag, rest) = html.split_once('>').expect("a tag");
        let (inside, _) = rest.split_once("</form>").expect("the end of a form");
        let inputs = inside.split("<input").skip(1).map(|input| input.split('>').next().unwrap_or_default());
        let fields =
            inputs.filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value").unwrap_or_default())));
        Self { action: attribute(tag, "action").expect("an action"), fields: fields.collect() }
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, after) = tag.split_once(&format!(" {name}=\""))?;
    after.split('"').next().map(unescaped)
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
