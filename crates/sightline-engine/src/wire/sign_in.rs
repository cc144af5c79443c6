//! How a client comes in: with a token as its password, in clear within TLS or on this machine.

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use datafusion::common::DataFusionError;
use datafusion::prelude::SessionContext;
use futures_util::{Sink, SinkExt as _};
use pgwire::api::auth::{ServerParameterProvider, StartupHandler, finish_authentication, protocol_negotiation};
use pgwire::api::{ClientInfo, ConnectionGuard, ConnectionHandle, PgWireConnectionState, PidSecretKeyGenerator as _};
use pgwire::error::{PgWireError, PgWireResult};
use pgwire::messages::startup::Authentication;
use pgwire::messages::{PgWireBackendMessage, PgWireFrontendMessage};

use super::listener::Inside;
use super::refusal::{Failed, nonsense};
use super::statements::SETTINGS;
use super::tables::Served;
use super::{Refusal, SCHEMA, WireError, WireGuest, catalogue, functions};
use crate::session;

/// Somebody who comes in.
pub(super) struct SignIn {
    inside: Arc<Inside>,
    number: i32,
    came_in: OnceLock<CameIn>,
}

/// Whoever has come in, and the tables that they have.
pub(super) struct CameIn {
    pub(super) guest: Arc<dyn WireGuest>,
    pub(super) session: SessionContext,
    /// By it another connection may ask that a query is stopped, for as long as this one is there.
    pub(super) handle: Arc<ConnectionHandle>,
    _registered: ConnectionGuard,
}

impl SignIn {
    pub(super) fn new(inside: Arc<Inside>, number: i32) -> Self {
        Self { inside, number, came_in: OnceLock::new() }
    }

    /// Whoever came in; nobody before their password was right.
    pub(super) fn came_in(&self) -> Option<&CameIn> {
        self.came_in.get()
    }

    /// A session with the tables of a guest.
    fn session(&self, guest: &Arc<dyn WireGuest>) -> Result<SessionContext, Refusal> {
        let session = session::with_schema(SCHEMA, self.inside.limits, &self.inside.runtime, &self.inside.calendar);
        functions::register(&session);
        let tables = guest.tables();
        let registered = catalogue::register(&session, &tables).and_then(|()| {
            tables.into_iter().try_for_each(|table| {
                let name = table.name;
                let served = Served::new(Arc::clone(guest), table);
                session.register_table(name, Arc::new(served)).map(drop)
            })
        });
        registered.map_err(|error: DataFusionError| {
            tracing::error!(
                connection = self.number,
                error = error.strip_backtrace(),
                "tables for analytics cannot be made"
            );
            Refusal::from(WireError::NotUnderstood { what: "the tables cannot be made".to_owned() })
        })?;
        Ok(session)
    }
}

#[async_trait]
impl StartupHandler for SignIn {
    async fn on_startup<C>(&self, client: &mut C, message: PgWireFrontendMessage) -> PgWireResult<()>
    where
        C: ClientInfo + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        match message {
            PgWireFrontendMessage::Startup(startup) => {
                if !client.is_secure() && !client.socket_addr().ip().to_canonical().is_loopback() {
                    return Err(Failed::Ends(WireError::NeedsTls.into()).into());
                }
                protocol_negotiation(client, &startup).await?;
                client.set_state(PgWireConnectionState::AuthenticationInProgress);
                client.send(PgWireBackendMessage::Authentication(Authentication::CleartextPassword)).await?;
                Ok(())
            }
            PgWireFrontendMessage::PasswordMessageFamily(password) => {
                let token = password.into_password()?.password;
                let guest = self.inside.door.enter(&token).await.map_err(Failed::Ends)?;
                let session = self.session(&guest).map_err(Failed::Ends)?;
                let (_, secret) = self.inside.secrets.generate(client);
                let (handle, registered) = self.inside.running.register(self.number, secret.clone());
                client.set_pid_and_secret_key(self.number, secret);
                finish_authentication(client, self).await?;
                self.came_in.get_or_init(|| CameIn { guest, session, handle, _registered: registered });
                Ok(())
            }
            _ => Err(Failed::Ends(nonsense()).into()),
        }
    }
}

impl ServerParameterProvider for SignIn {
    fn server_parameters<C: ClientInfo>(&self, _: &C) -> Option<HashMap<String, String>> {
        let told = SETTINGS.iter().filter(|setting| setting.is_told);
        Some(told.map(|setting| (setting.name.to_owned(), setting.is.to_owned())).collect())
    }
}
