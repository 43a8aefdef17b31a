//! A certificate authority for this run: it signs for localhost, loopback and the address of --host, and may sign for
//! nothing else (RFC 5280, 4.2.1.10), so that to trust it is to trust little. Its key never leaves memory.
//! A name below localhost gets a certificate when it is first asked for, because browsers take no `*.localhost` and
//! some libraries refuse every certificate that has it.

use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CidrSubnet, DnType, DnValue, Error, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, KeyPair, KeyUsagePurpose, NameConstraints, SerialNumber,
};
use rustls::crypto::ring::sign::any_ecdsa_type;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::{CertifiedKey, SigningKey};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Some clients refuse a certificate for longer than 398 days.
const LIFETIME: Duration = DAY.saturating_mul(390);
/// Names below localhost that have a certificate at a time.
const NAMED: usize = 64;

pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    /// The server's one key, in the form of each library.
    key: KeyPair,
    signing: Arc<dyn SigningKey>,
    usual: Arc<CertifiedKey>,
    named: Mutex<HashMap<String, Arc<CertifiedKey>>>,
}

impl Authority {
    pub fn new(host: &str) -> Result<Self, Error> {
        let names = names(host);
        let issuer = CertifiedIssuer::self_signed(of_authority(&names)?, KeyPair::generate()?)?;
        let key = KeyPair::generate()?;
        let der = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let signing = any_ecdsa_type(&der).map_err(|_| Error::UnsupportedSignatureAlgorithm)?;
        let usual = signed(&issuer, &key, &signing, names)?;
        Ok(Self { issuer, key, signing, usual, named: Mutex::new(HashMap::new()) })
    }

    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    fn certificate_for(&self, name: &str) -> Option<Arc<CertifiedKey>> {
        let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = named.get(name) {
            return Some(known.clone());
        }
        let made = signed(&self.issuer, &self.key, &self.signing, vec![name.to_owned()]).ok()?;
        if named.len() >= NAMED {
            named.clear();
        }
        named.insert(name.to_owned(), made.clone());
        Some(made)
    }
}

impl ResolvesServerCert for Authority {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        match hello.server_name() {
            Some(name) if name.ends_with(".localhost") => self.certificate_for(name),
            _ => Some(self.usual.clone()),
        }
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authority")
    }
}

fn names(host: &str) -> Vec<String> {
    let mut names: Vec<String> = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).to_vec();
    let host = host.to_ascii_lowercase();
    if !super::is_any_address(&host) && !names.contains(&host) {
        names.push(host);
    }
    names
}

fn of_authority(names: &[String]) -> Result<CertificateParams, Error> {
    let mut params = CertificateParams::new(Vec::new())?;
    let tag: String = random::<4>().iter().map(|byte| format!("{byte:02x}")).collect();
    params.distinguished_name.push(DnType::OrganizationName, "local-pool");
    // Browsers tell authorities apart by name: each run has another.
    params.distinguished_name.push(DnType::CommonName, DnValue::Utf8String(format!("local-pool test authority {tag}")));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let mut permitted_subtrees = vec![
        GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(Ipv4Addr::new(127, 0, 0, 0).into(), 8)),
        GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(Ipv6Addr::LOCALHOST.into(), 128)),
    ];
    for name in names {
        permitted_subtrees.push(match name.parse::<IpAddr>() {
            Ok(address) if address.is_loopback() => continue,
            Ok(address @ IpAddr::V4(_)) => GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address, 32)),
            Ok(address @ IpAddr::V6(_)) => GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address, 128)),
            Err(_) => GeneralSubtree::DnsName(name.clone()),
        });
    }
    params.name_constraints = Some(NameConstraints { permitted_subtrees, excluded_subtrees: Vec::new() });
    Ok(dated(params))
}

fn signed(
    issuer: &CertifiedIssuer<'static, KeyPair>,
    key: &KeyPair,
    signing: &Arc<dyn SigningKey>,
    names: Vec<String>,
) -> Result<Arc<CertifiedKey>, Error> {
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, "local-pool");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let certificate = dated(params).signed_by(key, issuer)?;
    Ok(Arc::new(CertifiedKey::new(vec![certificate.der().clone()], signing.clone())))
}

fn dated(mut params: CertificateParams) -> CertificateParams {
    let now = SystemTime::now();
    // A client whose clock is somewhat behind takes it too.
    params.not_before = (now - DAY).into();
    params.not_after = (now + LIFETIME).into();
    let mut serial = random::<16>();
    // Positive, and of the same length each time.
    serial[0] = serial[0] & 0x7f | 0x40;
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    params
}

fn random<const LENGTH: usize>() -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).expect("the system's random generator");
    bytes
}

#[cfg(test)]
mod tests {
    use rustls::RootCertStore;
    use rustls::client::WebPkiServerVerifier;
    use rustls::client::danger::ServerCertVerifier;
    use rustls::pki_types::{ServerName, UnixTime};

    use super::*;

    #[test]
    fn who_trusts_it_trusts_it_for_this_machine_alone() {
        let authority = Authority::new("pool.test").unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(authority.issuer.der().clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
        // Even for a certificate that it signed by mistake.
        let trusted = |name: &str| {
            let certified = authority.certificate_for(name).unwrap();
            let asked = ServerName::try_from(name.to_owned()).unwrap();
            verifier.verify_server_cert(&certified.cert[0], &[], &asked, &[], UnixTime::now()).is_ok()
        };
        for name in ["localhost", "a.b.localhost", "127.0.0.1", "127.9.9.9", "::1", "pool.test"] {
            assert!(trusted(name), "{name}");
        }
        for name in ["example.com", "test", "localhost.com", "10.0.0.1", "128.0.0.1", "::2"] {
            assert!(!trusted(name), "{name}");
        }
    }

    #[test]
    fn a_name_has_one_certificate_and_a_run_one_authority() {
        let authority = Authority::new("127.0.0.1").unwrap();
        let one = authority.certificate_for("a.localhost").unwrap();
        assert_eq!(authority.certificate_for("a.localhost").unwrap().cert, one.cert);
        assert_ne!(authority.certificate_for("b.localhost").unwrap().cert, one.cert);
        assert_ne!(Authority::new("127.0.0.1").unwrap().pem(), authority.pem());
    }
}
