//! OpenID Connect: who somebody is, on the word of the council's own provider.
//!
//! The authorization code flow with PKCE, state and nonce. What has to be
//! compared when somebody comes back is kept in a cookie of their browser, so
//! that a link made by somebody else signs nobody in.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreProviderMetadata, CoreUserInfoClaims};
use openidconnect::{
    AccessToken, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    SubjectIdentifier, TokenResponse as _, reqwest,
};
use serde::{Deserialize, Serialize};
use sightline_app::{ProvenIdentity, Role};
use subtle::ConstantTimeEq as _;
use tokio::sync::Mutex;

use crate::site::WebSettings;

/// Which provider is trusted, and with what.
#[derive(Clone, PartialEq, Eq)]
pub struct SingleSignOnSettings {
    /// The provider's address, as it stands in what it signs.
    pub issuer: String,
    /// What the provider calls us.
    pub client_id: String,
    /// What we show it to be who we are; `None` for a public client.
    pub client_secret: Option<String>,
    /// What people call it, after "Sign in with".
    pub name: String,
    /// Every address that the provider gives is the person's own, whether it says so or not.
    pub trusts_addresses: bool,
    /// The role of people who have no account yet; without one they get none.
    pub new_accounts: Option<Role>,
}

impl fmt::Debug for SingleSignOnSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SingleSignOnSettings").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// What the browser keeps while its owner is at the provider.
#[derive(Serialize, Deserialize)]
pub(crate) struct Begun {
    state: String,
    nonce: String,
    verifier: String,
    /// The page to go on to.
    pub(crate) next: String,
}

impl Begun {
    pub(crate) fn to_cookie(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).expect("four texts can be written as JSON"))
    }

    pub(crate) fn from_cookie(value: &str) -> Option<Self> {
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(value).ok()?).ok()
    }
}

/// Why somebody is not proven to be who they are; for the log, without personal data.
#[derive(Debug)]
pub(crate) struct NotProven(String);

impl fmt::Display for NotProven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn not(doing: &'static str) -> impl Fn(&dyn std::error::Error) -> NotProven {
    move |error| {
        let mut words = format!("{doing}: {error}");
        let mut source = error.source();
        while let Some(cause) = source {
            words.push_str(&format!(": {cause}"));
            source = cause.source();
        }
        NotProven(words)
    }
}

/// How long what the provider says about itself is taken for true.
const METADATA_HOLDS: TimeDelta = TimeDelta::hours(1);
/// How long the provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The provider, as far as it is known.
pub(crate) struct SingleSignOn {
    pub(crate) settings: SingleSignOnSettings,
    redirect_url: String,
    known: Mutex<Option<(DateTime<Utc>, CoreProviderMetadata)>>,
}

impl fmt::Debug for SingleSignOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SingleSignOn").field("settings", &self.settings).finish_non_exhaustive()
    }
}

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

impl SingleSignOn {
    /// The provider that the settings name, for the address that people type.
    pub(crate) fn of(settings: &WebSettings) -> Option<Arc<Self>> {
        let own = settings.single_sign_on.clone()?;
        Some(Arc::new(Self::new(own, &settings.public_url())))
    }

    /// Nothing is asked of the provider yet: it may be away while we start.
    pub(crate) fn new(settings: SingleSignOnSettings, public_url: &str) -> Self {
        Self { settings, redirect_url: format!("{public_url}/sign-in/oidc/callback"), known: Mutex::default() }
    }

    /// The provider's page to send somebody to, and what to keep until they come back.
    pub(crate) async fn begin(&self, next: String, at: DateTime<Utc>) -> Result<(String, Begun), NotProven> {
        let client = self.client(at).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state, nonce) = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scope(Scope::new("email".to_owned()))
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        let begun =
            Begun { state: state.into_secret(), nonce: nonce.secret().clone(), verifier: verifier.into_secret(), next };
        Ok((url.into(), begun))
    }

    /// Who somebody is who has come back with this state and code.
    pub(crate) async fn finish(
        &self,
        begun: &Begun,
        state: &str,
        code: String,
        at: DateTime<Utc>,
    ) -> Result<ProvenIdentity, NotProven> {
        if !bool::from(begun.state.as_bytes().ct_eq(state.as_bytes())) {
            return Err(NotProven("the state is not the one that was given".to_owned()));
        }
        let client = self.client(at).await?;
        let response = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| not("the provider takes no codes")(&error))?
            .set_pkce_verifier(PkceCodeVerifier::new(begun.verifier.clone()))
            .request_async(&http()?)
            .await
            .map_err(|error| not("the code was not taken")(&error))?;
        let token = response.id_token().ok_or_else(|| NotProven("the provider sent no identity".to_owned()))?;
        let identity = if let Ok(identity) = self.checked(&client, token, &begun.nonce, at) {
            identity
        } else {
            // The provider may have changed its keys since we asked for them.
            *self.known.lock().await = None;
            self.checked(&self.client(at).await?, token, &begun.nonce, at)?
        };
        if identity.verified_email.is_some() {
            return Ok(identity);
        }
        self.with_user_info(&client, response.access_token().clone(), identity).await
    }

    /// What the signed token says, when it is signed by the provider, for us, for this sign-in, and in date.
    fn checked(
        &self,
        client: &Client,
        token: &CoreIdToken,
        nonce: &str,
        at: DateTime<Utc>,
    ) -> Result<ProvenIdentity, NotProven> {
        let verifier = client.id_token_verifier().set_time_fn(move || at);
        let claims = token
            .claims(&verifier, &Nonce::new(nonce.to_owned()))
            .map_err(|error| not("the identity is not proven")(&error))?;
        let email = claims.email().map(|email| email.as_str().to_owned());
        Ok(ProvenIdentity {
            issuer: claims.issuer().as_str().to_owned(),
            subject: claims.subject().as_str().to_owned(),
            verified_email: email.filter(|_| self.believes(claims.email_verified())),
            name: claims.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned()),
        })
    }

    /// The same with the address and name that the provider tells only when asked for them.
    async fn with_user_info(
        &self,
        client: &Client,
        access: AccessToken,
        identity: ProvenIdentity,
    ) -> Result<ProvenIdentity, NotProven> {
        let subject = SubjectIdentifier::new(identity.subject.clone());
        let Ok(request) = client.user_info(access, Some(subject)) else { return Ok(identity) };
        let claims: CoreUserInfoClaims = request
            .request_async(&http()?)
            .await
            .map_err(|error| not("the provider did not say more about the person")(&error))?;
        let email = claims.email().map(|email| email.as_str().to_owned());
        Ok(ProvenIdentity {
            verified_email: email.filter(|_| self.believes(claims.email_verified())),
            name: identity
                .name
                .or_else(|| claims.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned())),
            ..identity
        })
    }

    fn believes(&self, verified: Option<bool>) -> bool {
        verified.unwrap_or(self.settings.trusts_addresses)
    }

    async fn client(&self, at: DateTime<Utc>) -> Result<Client, NotProven> {
        let metadata = self.metadata(at).await?;
        let redirect_url =
            RedirectUrl::new(self.redirect_url.clone()).map_err(|error| not("our own address is none")(&error))?;
        let client_id = ClientId::new(self.settings.client_id.clone());
        let secret = self.settings.client_secret.clone().map(ClientSecret::new);
        Ok(CoreClient::from_provider_metadata(metadata, client_id, secret).set_redirect_uri(redirect_url))
    }

    async fn metadata(&self, at: DateTime<Utc>) -> Result<CoreProviderMetadata, NotProven> {
        let mut known = self.known.lock().await;
        if let Some((asked_at, metadata)) = &*known
            && (at - *asked_at).abs() < METADATA_HOLDS
        {
            return Ok(metadata.clone());
        }
        let issuer = IssuerUrl::new(self.settings.issuer.clone())
            .map_err(|error| not("the provider's address is none")(&error))?;
        let metadata = CoreProviderMetadata::discover_async(issuer, &http()?)
            .await
            .map_err(|error| not("the provider cannot be reached")(&error))?;
        *known = Some((at, metadata.clone()));
        Ok(metadata)
    }
}

/// A client that follows no redirect: what the provider answers is taken from it alone.
fn http() -> Result<reqwest::Client, NotProven> {
    reqwest::ClientBuilder::new()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .build()
        .map_err(|error| not("no request can be made")(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_browser_keeps_comes_back_and_nothing_else_does() {
        let begun = Begun { state: "s".into(), nonce: "n".into(), verifier: "v".into(), next: "/plans?a=b".into() };
        let back = Begun::from_cookie(&begun.to_cookie()).unwrap();
        assert_eq!((back.state.as_str(), back.next.as_str()), ("s", "/plans?a=b"));
        for meddled in ["", "x", "e30", "{}"] {
            assert!(Begun::from_cookie(meddled).is_none(), "{meddled}");
        }
    }
}
