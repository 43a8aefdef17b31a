//! HTTPS: a certificate made at start, or one that the person brings (say, mkcert's). TLS 1.2 and 1.3, HTTP/1.1 alone.
//! Private keys that are made here stay in memory: no file ever holds one.

mod authority;

use std::net::IpAddr;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::ResolvesServerCert;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use tokio_rustls::TlsAcceptor;

use super::arguments::Certificate;
use authority::Authority;

/// What serves TLS on `host`. The error is a sentence for the person who gave the files.
pub fn acceptor(certificate: &Certificate, host: &str) -> Result<TlsAcceptor, String> {
    match certificate {
        Certificate::Made { out } => {
            let authority = Authority::new(host).map_err(|error| format!("cannot make a certificate: {error}"))?;
            if let Some(out) = out {
                std::fs::write(out, authority.pem()).map_err(|error| format!("cannot write {out}: {error}"))?;
            }
            configured(Arc::new(authority))
        }
        Certificate::Own { chain, key } => {
            let certified = CertifiedKey::new(own_chain(chain)?, own_key(key)?);
            match certified.keys_match() {
                // A kind of key whose public half is not known to rustls cannot be compared.
                Ok(()) | Err(rustls::Error::InconsistentKeys(rustls::InconsistentKeys::Unknown)) => {}
                Err(rustls::Error::InconsistentKeys(_)) => {
                    return Err(format!("the key in {key} is not that of the certificate in {chain}"));
                }
                Err(error) => return Err(format!("{chain}: {error}")),
            }
            configured(Arc::new(SingleCertAndKey::from(certified)))
        }
    }
}

/// The address in the words of a URL: a browser compares it with the certificate.
pub fn is_any_address(host: &str) -> bool {
    host.parse::<IpAddr>().is_ok_and(|address| address.is_unspecified())
}

fn configured(resolver: Arc<dyn ResolvesServerCert>) -> Result<TlsAcceptor, String> {
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let mut config = config.with_no_client_auth().with_cert_resolver(resolver);
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn own_chain(file: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let chain: Result<Vec<_>, pem::Error> =
        CertificateDer::pem_file_iter(file).and_then(|certificates| certificates.collect());
    match chain {
        Ok(chain) if !chain.is_empty() => Ok(chain),
        Ok(_) => Err(format!("{file} has no certificate in it: it should have a part that begins with CERTIFICATE")),
        Err(error) => Err(unread(file, &error)),
    }
}

fn own_key(file: &str) -> Result<Arc<dyn rustls::sign::SigningKey>, String> {
    let key = PrivateKeyDer::from_pem_file(file).map_err(|error| match error {
        pem::Error::NoItemsFound => {
            format!("{file} has no private key in it: it should have a part that begins with PRIVATE KEY")
        }
        error => unread(file, &error),
    })?;
    ring::sign::any_supported_type(&key).map_err(|_| format!("the key in {file} is of a kind that TLS here cannot use"))
}

fn unread(file: &str, error: &pem::Error) -> String {
    match error {
        pem::Error::Io(error) => format!("cannot read {file}: {error}"),
        error => format!("{file} is not in PEM form: {error}"),
    }
}
