//! The conversation with a provider: authorization code with PKCE, state and nonce (SEC-63).
//!
//! What comes back counts only when the token is signed by a key of the provider, names exactly its
//! issuer and this service alone, answers this one question (nonce), and was made just now by somebody
//! who has just shown who she is.

use ground::{Secret, Timestamp};
use openidconnect::{
    AuthType, AuthenticationContextClass, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, TokenResponse as _,
    core::{
        CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreJwsSigningAlgorithm,
        CoreProviderMetadata,
    },
};

use super::{AWAY, Provider};
use crate::{app::App, outgoing::CannotCall};

/// Seconds by which the clocks of provider and house may differ.
const APART: i64 = 60;
/// The longest subject that the standard knows.
const SUBJECT_MOST: usize = 255;

/// The signatures that count: with a key of the provider's own, never with the secret both know.
const SIGNED: [CoreJwsSigningAlgorithm; 8] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
];

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// What only the house and its question know.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) state: String,
    pub(super) nonce: Secret<String>,
    pub(super) verifier: Secret<String>,
}

/// Who the provider says she is.
#[derive(Debug)]
pub(in crate::access) struct Proved {
    /// What the provider calls her, for ever.
    pub(in crate::access) subject: String,
    /// Whether it vouches for a level that counts as both factors.
    pub(in crate::access) both_factors: bool,
}

/// Why nobody was proved.
#[derive(Debug, thiserror::Error)]
pub(super) enum CannotProve {
    /// It does not answer, or not as a provider does.
    #[error("the provider does not answer as it should: {0}")]
    Away(String),
    /// It refused the code, or its token is not good.
    #[error("the provider's answer is not good: {0}")]
    NotGood(String),
}

/// Where the browser comes back to.
fn return_to(app: &App, provider: &Provider) -> Result<RedirectUrl, CannotProve> {
    let origin = app.public.as_ref().map(crate::shell::address::PublicAddress::origin).unwrap_or_default();
    let address = format!("{origin}/login/with/{}/done", provider.code);
    RedirectUrl::new(address).map_err(|why| CannotProve::Away(format!("public_address: {why}")))
}

fn client(app: &App, provider: &Provider, said: CoreProviderMetadata) -> Result<Client, CannotProve> {
    let by_post = said.token_endpoint_auth_methods_supported().is_some_and(|ways| {
        ways.contains(&CoreClientAuthMethod::ClientSecretPost)
            && !ways.contains(&CoreClientAuthMethod::ClientSecretBasic)
    });
    let secret = ClientSecret::new(provider.secret.reveal().clone());
    let client = CoreClient::from_provider_metadata(said, ClientId::new(provider.client_id.clone()), Some(secret))
        .set_redirect_uri(return_to(app, provider)?);
    Ok(if by_post { client.set_auth_type(AuthType::RequestBody) } else { client })
}

/// Asks the provider what it says of itself. Its issuer must be the one in the settings, to the letter.
fn discover(app: &App, provider: &Provider) -> Result<CoreProviderMetadata, CannotProve> {
    let call = |request| app.outgoing.call(request);
    CoreProviderMetadata::discover(&provider.issuer, &call).map_err(|why| CannotProve::Away(whole(&why)))
}

/// An error with its causes.
fn whole(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(why) = cause {
        told = format!("{told}: {why}");
        cause = why.source();
    }
    told
}

/// The address at the provider to which the browser is sent with the question.
pub(super) fn ask(app: &App, provider: &Provider, question: &Question) -> Result<String, CannotProve> {
    let said = app.outside.kept(&provider.code, app.now(), || discover(app, provider))?;
    let said = said.ok_or_else(|| CannotProve::Away("it was asked in vain a moment ago".to_owned()))?;
    let client = client(app, provider, said)?;
    let verifier = PkceCodeVerifier::new(question.verifier.reveal().clone());
    let (state, nonce) = (question.state.clone(), question.nonce.reveal().clone());
    let mut request = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || CsrfToken::new(state), || Nonce::new(nonce))
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        // At a desk that several share, whoever sat there before may still be known to the provider.
        .add_prompt(CoreAuthPrompt::Login)
        .set_max_age(std::time::Duration::from_secs(AWAY.unsigned_abs()));
    for acr in &provider.acr {
        request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
    }
    let (address, ..) = request.url();
    if app.outgoing.permits(address.as_str()) {
        Ok(address.into())
    } else {
        Err(CannotProve::Away("the address for people is not on the list `outgoing`".to_owned()))
    }
}

/// Exchanges the code and proves who came back. Keys are asked for anew: a provider may have changed
/// them since the browser left.
pub(super) fn prove(app: &App, provider: &Provider, question: &Question, code: String) -> Result<Proved, CannotProve> {
    let client = client(app, provider, discover(app, provider)?)?;
    let call = |request| -> Result<_, CannotCall> { app.outgoing.call(request) };
    let answer = client
        .exchange_code(AuthorizationCode::new(code))
        .map_err(|why| CannotProve::Away(why.to_string()))?
        .set_pkce_verifier(PkceCodeVerifier::new(question.verifier.reveal().clone()))
        .request(&call)
        .map_err(|why| CannotProve::NotGood(whole(&why)))?;
    let token = answer.id_token().ok_or_else(|| CannotProve::NotGood("no ID token".to_owned()))?;
    let now = app.now();
    let moment = now.to_string().parse().map_err(|_| CannotProve::NotGood("the clock".to_owned()))?;
    let verifier = client
        .id_token_verifier()
        .set_allowed_algs(SIGNED)
        .set_time_fn(move || moment)
        .set_issue_time_verifier_fn(move |at| is_fresh(now, at.timestamp()))
        .set_auth_time_verifier_fn(move |at| {
            at.map_or_else(|| Err("missing".to_owned()), |at| is_fresh(now, at.timestamp()))
        });
    let nonce = Nonce::new(question.nonce.reveal().clone());
    let claims = token.claims(&verifier, &nonce).map_err(|why| CannotProve::NotGood(whole(&why)))?;
    let subject = claims.subject().as_str().to_owned();
    if subject.is_empty() || subject.len() > SUBJECT_MOST || !subject.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return Err(CannotProve::NotGood("a subject of another form".to_owned()));
    }
    let acr = claims.auth_context_ref().map(|acr| acr.as_str());
    Ok(Proved { subject, both_factors: acr.is_some_and(|acr| provider.acr.iter().any(|wanted| wanted == acr)) })
}

/// Whether something happened while she was away, by the house's clock.
fn is_fresh(now: Timestamp, at_seconds: i64) -> Result<(), String> {
    let age = now.micros().div_euclid(1_000_000).saturating_sub(at_seconds);
    if (-APART..=AWAY + APART).contains(&age) { Ok(()) } else { Err(format!("{age} seconds ago")) }
}
