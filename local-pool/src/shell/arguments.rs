//! The command line. Anything it does not know is refused by name, and so is what does not go together.

use std::collections::BTreeSet;

pub const HELP: &str = "\
local-pool: an Amazon Cognito user pool that runs on your machine, for demos and tests. Not for production.

Usage: local-pool [--port PORT] [--host ADDRESS] [--config FILE.toml] [--data FILE] [--log]
                  [--https-port PORT [--certificate-out FILE.pem | --certificate FILE.pem --key FILE.pem]]
                  [--trust FILE.pem]

  --port PORT             where to listen; 0 takes any free port       (default 4600)
  --host ADDRESS          the address to listen on                     (default 127.0.0.1)
  --config FILE           pool, clients and users; see the README      (default: a demo pool)
  --data FILE             keep everything in this file, so that it is there after a restart
                                                                       (default: in memory)
  --https-port PORT       listen with TLS too; 0 takes any free port. The certificate is made at start, for
                          localhost, *.localhost, 127.0.0.1, ::1 and the address of --host
  --certificate-out FILE  write the certificate of the authority that signed it, for clients to trust
  --certificate FILE      a certificate of your own instead, with its chain
  --key FILE              its private key
  --trust FILE            who may sign the certificates of your webhooks and identity providers
                                                                       (default: the authorities of the web)
  --log                   write a line for each request to stderr, without its content
  --help                  print this
  --version               print the version

The first line on stdout says where it listens. Ctrl-C ends it.
";

#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    Help,
    Version,
    Serve(Arguments),
}

#[derive(Debug, PartialEq, Eq)]
pub struct Arguments {
    pub host: String,
    pub port: u16,
    pub https: Option<Https>,
    pub config: Option<String>,
    pub data: Option<String>,
    pub trust: Option<String>,
    pub log: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Https {
    pub port: u16,
    pub certificate: Certificate,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Certificate {
    Made { out: Option<String> },
    Own { chain: String, key: String },
}

impl Wish {
    pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut given = Given::default();
        let mut arguments = arguments;
        let mut seen = BTreeSet::new();
        while let Some(argument) = arguments.next() {
            let (name, attached) = match argument.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name.to_owned(), Some(value.to_owned())),
                _ => (argument, None),
            };
            if !seen.insert(name.clone()) {
                return Err(format!("{name} is there twice: which one counts?"));
            }
            let has_value = attached.is_some();
            let mut value = || {
                let value = attached.clone().or_else(|| arguments.next());
                // The next flag is no value: whoever wrote it forgot one.
                let value = value.filter(|value| !value.is_empty() && (has_value || !value.starts_with("--")));
                value.ok_or_else(|| format!("{name} needs a value; see --help"))
            };
            match name.as_str() {
                "--port" => given.port = Some(port(&name, &value()?)?),
                "--host" => given.host = Some(value()?),
                "--https-port" => given.https_port = Some(port(&name, &value()?)?),
                "--certificate-out" => given.certificate_out = Some(value()?),
                "--certificate" => given.certificate = Some(value()?),
                "--key" => given.key = Some(value()?),
                "--config" => given.config = Some(value()?),
                "--data" => given.data = Some(value()?),
                "--trust" => given.trust = Some(value()?),
                "--log" | "--help" | "-h" | "--version" | "-V" if has_value => {
                    return Err(format!("{name} takes no value; see --help"));
                }
                "--log" => given.log = true,
                "--help" | "-h" => return Ok(Self::Help),
                "--version" | "-V" => return Ok(Self::Version),
                _ => return Err(format!("unknown argument {name:?}; see --help")),
            }
        }
        given.checked().map(Self::Serve)
    }
}

fn port(name: &str, text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| format!("{name} {text:?} is not a number from 0 to 65535"))
}

/// As given, before it is known whether it goes together.
#[derive(Default)]
struct Given {
    host: Option<String>,
    port: Option<u16>,
    https_port: Option<u16>,
    certificate_out: Option<String>,
    certificate: Option<String>,
    key: Option<String>,
    config: Option<String>,
    data: Option<String>,
    trust: Option<String>,
    log: bool,
}

impl Given {
    fn checked(self) -> Result<Arguments, String> {
        let port = self.port.unwrap_or(4600);
        let certificate = match (self.certificate, self.key, self.certificate_out) {
            (Some(_), Some(_), Some(_)) => {
                return Err("--certificate-out is for the certificate made at start; \
                            leave it out with --certificate"
                    .to_owned());
            }
            (Some(chain), Some(key), None) => Some(Certificate::Own { chain, key }),
            (Some(_), None, _) => return Err("--certificate needs --key, the file of its private key".to_owned()),
            (None, Some(_), _) => return Err("--key needs --certificate, the file of its certificate".to_owned()),
            (None, None, Some(out)) => Some(Certificate::Made { out: Some(out) }),
            (None, None, None) => None,
        };
        let https = match (self.https_port, certificate) {
            (None, None) => None,
            (None, Some(_)) => {
                return Err("a certificate is for HTTPS: say where to listen, with --https-port".to_owned());
            }
            (Some(https_port), _) if https_port == port && port != 0 => {
                return Err(format!("--port and --https-port are both {port}: each needs its own"));
            }
            (Some(port), certificate) => {
                Some(Https { port, certificate: certificate.unwrap_or(Certificate::Made { out: None }) })
            }
        };
        Ok(Arguments {
            host: self.host.unwrap_or_else(|| "127.0.0.1".to_owned()),
            port,
            https,
            config: self.config,
            data: self.data,
            trust: self.trust,
            log: self.log,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Wish, String> {
        Wish::parse(line.split_whitespace().map(str::to_owned))
    }

    fn served(line: &str) -> Arguments {
        match parse(line) {
            Ok(Wish::Serve(arguments)) => arguments,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn arguments_are_read_in_both_forms() {
        let arguments = served("--port 0 --config pool.toml --data=pool.data --trust ca.pem --log");
        assert_eq!((arguments.port, arguments.host.as_str(), arguments.log), (0, "127.0.0.1", true));
        assert_eq!(arguments.config.as_deref(), Some("pool.toml"));
        assert_eq!(arguments.data.as_deref(), Some("pool.data"));
        assert_eq!(arguments.trust.as_deref(), Some("ca.pem"));
        assert_eq!(arguments.https, None);
        let arguments = served("--port=70 --host=::1");
        assert_eq!((arguments.port, arguments.host.as_str()), (70, "::1"));
        assert_eq!(parse("--port 0 --help"), Ok(Wish::Help));
    }

    #[test]
    fn https_has_a_certificate_made_or_ones_own() {
        let certificate = |line: &str| served(line).https.unwrap().certificate;
        assert_eq!(certificate("--https-port 0 --port 0"), Certificate::Made { out: None });
        assert_eq!(
            certificate("--certificate-out=ca.pem --https-port 1"),
            Certificate::Made { out: Some("ca.pem".into()) }
        );
        assert_eq!(
            certificate("--https-port 1 --certificate c.pem --key k.pem"),
            Certificate::Own { chain: "c.pem".into(), key: "k.pem".into() }
        );
    }

    #[test]
    fn what_is_not_known_or_does_not_go_together_is_refused_by_name() {
        for (line, part) in [
            ("--prot 1", "--prot"),
            ("4600", "4600"),
            ("--port", "--port needs a value"),
            ("--data --log", "--data needs a value"),
            ("--data=", "--data needs a value"),
            ("--log=yes", "--log takes no value"),
            ("--port 1 --port 2", "--port is there twice"),
            ("--port=1 --port 1", "--port is there twice"),
            ("--log --log", "--log is there twice"),
            ("--port 70000", "70000"),
            ("--port -1", "-1"),
            ("--https-port https", "--https-port \"https\""),
            ("--https-port 4600", "both 4600"),
            ("--certificate c.pem --https-port 1", "needs --key"),
            ("--key k.pem --https-port 1", "needs --certificate"),
            ("--certificate c.pem --key k.pem", "--https-port"),
            ("--certificate-out ca.pem", "--https-port"),
            ("--https-port 1 --certificate c --key k --certificate-out o", "--certificate-out"),
        ] {
            let message = parse(line).expect_err(line);
            assert!(message.contains(part), "{line}: {message}");
        }
    }

    #[test]
    fn the_help_tells_of_every_argument() {
        let source = include_str!("arguments.rs");
        let (_, rest) = source.split_once("match name.as_str()").unwrap();
        let (arms, _) = rest.split_once("unknown argument").unwrap();
        let flags: Vec<&str> = arms.split('"').filter(|text| text.starts_with("--")).collect();
        assert!(flags.len() > 10);
        for flag in flags {
            assert!(HELP.contains(&format!("\n  {flag} ")), "{flag}");
        }
    }
}
