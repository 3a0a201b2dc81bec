//! The certificates that servers are trusted by: the system's, or those of `AWS_CA_BUNDLE`.

use aws_config::profile::ProfileSet;
use aws_smithy_http_client::tls::{TlsContext, TrustStore};
use connect_core::failure::SignInError;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::options::Environment;

/// Where the bundle is: the environment goes before the profile's `ca_bundle`, as in AWS's own tools.
pub(crate) fn bundle_path(environment: &Environment, profiles: &ProfileSet) -> Option<String> {
    environment.get("AWS_CA_BUNDLE").or_else(|| profiles.get("ca_bundle")).map(str::to_owned)
}

/// What to trust. As in AWS's own tools, a bundle takes the place of the system's certificates.
pub(crate) async fn context(bundle: Option<&str>) -> Result<TlsContext, SignInError> {
    let Some(path) = bundle else { return Ok(TlsContext::default()) };
    let malformed = |reason: String| SignInError::MalformedFile { file: path.to_owned(), line: None, reason };
    let pem = tokio::fs::read(path).await.map_err(|error| malformed(error.to_string()))?;
    check(&pem).map_err(malformed)?;
    let store = TrustStore::empty().with_pem_certificate(pem);
    TlsContext::builder().with_trust_store(store).build().map_err(|error| malformed(error.to_string()))
}

/// The HTTP client panics on a bundle that it cannot parse, so it never sees one.
fn check(pem: &[u8]) -> Result<(), String> {
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|error| format!("it is no certificate bundle: {error}"))?;
        store.add(certificate).map_err(|error| format!("a certificate in it cannot be used: {error}"))?;
    }
    if store.is_empty() { Err("it holds no certificate in PEM form".to_owned()) } else { Ok(()) }
}
