//! A mail server on this machine that keeps what it is given.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A letter as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arrived {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) text: String,
}

/// A running server; it refuses addresses that begin with `nobody`.
pub(super) struct SmtpServer {
    pub(super) address: SocketAddr,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

impl SmtpServer {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let keep = arrived.clone();
        #[expect(clippy::disallowed_methods, reason = "a server for the time of a test; it ends with it")]
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, keep.clone()));
            }
        });
        Self { address, arrived }
    }

    pub(super) fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }
}

/// The conversation of RFC 5321, as far as one who sends needs it.
async fn converse(stream: TcpStream, arrived: Arc<Mutex<Vec<Arrived>>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut letter = Arrived { from: String::new(), to: String::new(), text: String::new() };
    write.write_all(b"220 test ready\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer: &[u8] = if line.starts_with("EHLO") {
            b"250-test\r\n250 8BITMIME\r\n"
        } else if let Some(from) = line.strip_prefix("MAIL FROM:") {
            from.split(' ').next().unwrap().clone_into(&mut letter.from);
            b"250 ok\r\n"
        } else if let Some(to) = line.strip_prefix("RCPT TO:") {
            to.clone_into(&mut letter.to);
            if to.starts_with("<nobody") { b"550 no such person\r\n" } else { b"250 ok\r\n" }
        } else if line == "DATA" {
            write.write_all(b"354 go on\r\n").await.unwrap();
            letter.text.clear();
            while let Ok(Some(line)) = lines.next_line().await {
                if line == "." {
                    break;
                }
                letter.text.push_str(line.strip_prefix('.').unwrap_or(&line));
                letter.text.push('\n');
            }
            arrived.lock().unwrap().push(letter.clone());
            b"250 taken\r\n"
        } else if line == "QUIT" {
            write.write_all(b"221 bye\r\n").await.unwrap();
            return;
        } else {
            b"250 ok\r\n"
        };
        write.write_all(answer).await.unwrap();
    }
}
