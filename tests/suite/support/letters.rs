//! Mail servers, and what a letter says.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Listens on a port of its own and takes one letter.
pub struct Postbox {
    port: u16,
    taking: JoinHandle<Letter>,
}

/// A letter as it came in.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    pub from: String,
    pub to: Vec<String>,
    pub data: String,
}

impl Postbox {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let taking = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.expect("somebody comes");
            talk(stream).await
        });
        Self { port, taking }
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    pub async fn letter(self) -> Letter {
        self.taking.await.expect("the letter is whole")
    }
}

/// Takes letters for as long as the test runs, from senders that may break off at any moment.
#[derive(Clone)]
pub struct MailServer {
    port: u16,
    taken: Arc<Mutex<Vec<(Instant, Letter)>>>,
}

impl MailServer {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let server = Self {
            port,
            taken: Arc::default(),
        };
        let taking = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let taking = taking.clone();
                tokio::spawn(async move { taking.talk(stream).await });
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// The letters so far, and when each was taken.
    pub fn letters(&self) -> Vec<(Instant, Letter)> {
        self.taken.lock().expect("nobody panicked").clone()
    }

    async fn talk(&self, stream: TcpStream) -> Option<()> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        say(&mut write, "220 postbox ready").await?;
        while let Some(letter) = read_letter(&mut lines, &mut write).await {
            let at = Instant::now();
            self.taken
                .lock()
                .expect("nobody panicked")
                .push((at, letter));
            // Time enough for a sender to be killed before it hears that the letter was taken.
            tokio::time::sleep(Duration::from_millis(20)).await;
            say(&mut write, "250 taken").await?;
        }
        Some(())
    }
}

async fn talk(stream: TcpStream) -> Letter {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    say(&mut write, "220 postbox ready").await.expect("said");
    let letter = read_letter(&mut lines, &mut write).await;
    say(&mut write, "250 taken").await.expect("said");
    letter.expect("a letter came")
}

/// The server's side of RFC 5321, as far as a letter needs it, up to the letter's last line. None
/// where the sender broke off.
async fn read_letter(
    lines: &mut Lines<BufReader<OwnedReadHalf>>,
    write: &mut OwnedWriteHalf,
) -> Option<Letter> {
    let mut letter = Letter::default();
    while let Some(line) = lines.next_line().await.ok()? {
        let command = line.to_ascii_uppercase();
        if command.starts_with("MAIL FROM:") {
            letter.from = address(&line);
        } else if command.starts_with("RCPT TO:") {
            letter.to.push(address(&line));
        } else if command == "DATA" {
            say(write, "354 go on").await?;
            loop {
                let line = lines.next_line().await.ok()??;
                if line == "." {
                    return Some(letter);
                }
                letter.data += line.strip_prefix('.').unwrap_or(&line);
                letter.data += "\r\n";
            }
        }
        say(write, "250 OK").await?;
    }
    None
}

async fn say(write: &mut OwnedWriteHalf, line: &str) -> Option<()> {
    let line = format!("{line}\r\n");
    write.write_all(line.as_bytes()).await.ok()
}

fn address(line: &str) -> String {
    let (_, rest) = line.split_once(':').expect("an address");
    rest.split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// The text of a letter, out of whichever encoding it travels in.
pub fn text_of(letter: &str) -> String {
    let (head, body) = letter.split_once("\r\n\r\n").expect("head and body");
    let head = head.to_ascii_lowercase();
    let bytes = if head.contains("content-transfer-encoding: base64") {
        base64(body)
    } else if head.contains("content-transfer-encoding: quoted-printable") {
        quoted_printable(body)
    } else {
        body.as_bytes().to_vec()
    };
    String::from_utf8(bytes).expect("UTF-8")
}

fn base64(text: &str) -> Vec<u8> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text
        .chars()
        .filter_map(|c| DIGITS.find(c))
        .collect::<Vec<_>>();
    let bytes = digits.chunks(4).flat_map(|four| {
        let bits = four.iter().fold(0, |bits, digit| bits << 6 | digit) << (6 * (4 - four.len()));
        [bits >> 16, bits >> 8, bits]
            .into_iter()
            .take(four.len() - 1)
    });
    bytes
        .map(|bits| u8::try_from(bits & 0xff).expect("a byte"))
        .collect()
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let text = text.replace("=\r\n", "");
    let mut bytes = text.bytes();
    let mut plain = Vec::new();
    while let Some(byte) = bytes.next() {
        plain.push(match byte {
            b'=' => {
                let pair = [bytes.next(), bytes.next()].map(|byte| byte.expect("two digits"));
                let pair = std::str::from_utf8(&pair).expect("ASCII");
                u8::from_str_radix(pair, 16).expect("hexadecimal")
            }
            byte => byte,
        });
    }
    plain
}
