//! One client that has come in: its messages, one after the other, until it leaves or is sent away.

use std::sync::Arc;

use pgwire::api::NoopHandler;
use pgwire::error::PgWireError;
use pgwire::messages::PgWireFrontendMessage;
use pgwire::tokio::server::{process_error, process_message};
use tokio::sync::watch;

use super::line::{Broken, Line};
use super::queries::Queries;
use super::refusal::{Failed, failed};
use super::sign_in::SignIn;
use super::{Refusal, WireSettings};

/// How a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    NeverCameIn,
    Refused(&'static str),
    Cancelled,
    Left,
    Gone,
    Idle,
    Stopped,
}

impl Ended {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::NeverCameIn => "never came in",
            Self::Refused(code) => code,
            Self::Cancelled => "asked for a query to be stopped",
            Self::Left => "left",
            Self::Gone => "gone",
            Self::Idle => "idle",
            Self::Stopped => "stopped",
        }
    }
}

/// A client that has come in.
pub(super) struct Connection {
    line: Line,
    sign_in: Arc<SignIn>,
    queries: Arc<Queries>,
    /// For the parts of the protocol that are not spoken here.
    nobody: Arc<NoopHandler>,
}

impl Connection {
    pub(super) fn new(line: Line, sign_in: Arc<SignIn>, queries: Queries) -> Self {
        Self { line, sign_in, queries: Arc::new(queries), nobody: Arc::new(NoopHandler) }
    }

    /// Answers until the client leaves, is idle for too long, or the server stops.
    pub(super) async fn serve(mut self, settings: &WireSettings, mut stopped: watch::Receiver<bool>) -> Ended {
        loop {
            let next = tokio::select! {
                next = tokio::time::timeout(settings.idle, self.line.next()) => next,
                () = asked_to_stop(&mut stopped) => {
                    return self.end("57P01", "Sightline is being stopped; connect again in a while", Ended::Stopped).await;
                }
            };
            let message = match next {
                Err(_) => {
                    return self
                        .end("57P05", "nothing was asked for a while, so the connection is closed", Ended::Idle)
                        .await;
                }
                Ok(Err(Broken::Gone)) => return Ended::Gone,
                Ok(Err(Broken::Nonsense(refusal))) => return self.end_with(&refusal).await,
                Ok(Ok(PgWireFrontendMessage::Terminate(_))) => return Ended::Left,
                Ok(Ok(message)) => message,
            };
            if let Err(ended) = self.take(message).await {
                return ended;
            }
        }
    }

    /// Answers one message, or says why not.
    async fn take(&mut self, message: PgWireFrontendMessage) -> Result<(), Ended> {
        let waits_for_sync = message.is_extended_query();
        let (simple, prepared) = (Arc::clone(&self.queries), Arc::clone(&self.queries));
        let (copy, cancel) = (Arc::clone(&self.nobody), Arc::clone(&self.nobody));
        let sign_in = Arc::clone(&self.sign_in);
        let socket = &mut self.line.socket;
        let Err(error) = process_message(message, socket, sign_in, simple, prepared, copy, cancel).await else {
            return Ok(());
        };
        match failed(error) {
            Failed::Gone => Err(Ended::Gone),
            Failed::Ends(refusal) => Err(self.end_with(&refusal).await),
            Failed::Refused(refusal) => {
                self.queries.log(&refusal);
                let told = PgWireError::UserError(Box::new(refusal.info(false)));
                process_error(&mut self.line.socket, told, waits_for_sync).await.map_err(|_| Ended::Gone)
            }
        }
    }

    async fn end(&mut self, state: &'static str, words: &str, ended: Ended) -> Ended {
        self.line.end(&Refusal::because(state, "SL-M079", words.to_owned())).await;
        ended
    }

    async fn end_with(&mut self, refusal: &Refusal) -> Ended {
        self.line.end(refusal).await;
        Ended::Refused(refusal.code)
    }
}

/// Ends when the server is to stop, or when whoever would say so is gone.
async fn asked_to_stop(stopped: &mut watch::Receiver<bool>) {
    drop(stopped.wait_for(|stop| *stop).await);
}
