//! The command line. Anything it does not know is refused by name.

pub const HELP: &str = "\
local-pool: an Amazon Cognito user pool that runs on your machine, for demos and tests. Not for production.

Usage: local-pool [--port PORT] [--host ADDRESS] [--config FILE.toml] [--log]

  --port PORT     where to listen; 0 takes any free port       (default 4600)
  --host ADDRESS  the address to listen on                     (default 127.0.0.1)
  --config FILE   pool, clients and users; see the README      (default: a demo pool)
  --log           write a line for each request to stderr, without its content
  --help          print this
  --version       print the version

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
    pub config: Option<String>,
    pub log: bool,
}

impl Wish {
    pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut wanted = Arguments { host: "127.0.0.1".to_owned(), port: 4600, config: None, log: false };
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            let (name, attached) = match argument.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name.to_owned(), Some(value.to_owned())),
                _ => (argument, None),
            };
            let mut value = || {
                attached.clone().or_else(|| arguments.next()).ok_or_else(|| format!("{name} needs a value; see --help"))
            };
            match name.as_str() {
                "--port" => {
                    let text = value()?;
                    wanted.port =
                        text.parse().map_err(|_| format!("--port {text:?} is not a number from 0 to 65535"))?;
                }
                "--host" => wanted.host = value()?,
                "--config" => wanted.config = Some(value()?),
                "--log" => wanted.log = true,
                "--help" | "-h" => return Ok(Self::Help),
                "--version" | "-V" => return Ok(Self::Version),
                _ => return Err(format!("unknown argument {name:?}; see --help")),
            }
        }
        Ok(Self::Serve(wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Wish, String> {
        Wish::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn arguments_are_read_in_both_forms() {
        let expected = Arguments { host: "127.0.0.1".into(), port: 0, config: Some("pool.toml".into()), log: true };
        assert_eq!(parse("--port 0 --config pool.toml --log"), Ok(Wish::Serve(expected)));
        let Ok(Wish::Serve(arguments)) = parse("--port=70 --host=::1") else { panic!() };
        assert_eq!((arguments.port, arguments.host.as_str()), (70, "::1"));
        assert_eq!(parse("--port 0 --help"), Ok(Wish::Help));
    }

    #[test]
    fn what_is_not_known_is_refused_by_name() {
        for (line, part) in [
            ("--prot 1", "--prot"),
            ("4600", "4600"),
            ("--port", "--port needs a value"),
            ("--port 70000", "70000"),
            ("--port -1", "-1"),
        ] {
            let message = parse(line).expect_err(line);
            assert!(message.contains(part), "{message}");
        }
    }
}
