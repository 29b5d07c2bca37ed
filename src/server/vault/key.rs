//! A key, and what is done with it. The 32 bytes of the key file are used for nothing themselves:
//! HKDF-SHA-256 makes of them one key to seal with, one to digest with, and one that proves which
//! key it is. Sealing is XChaCha20-Poly1305, whose nonce is long enough to be drawn at random.

use super::Purpose;
use base64ct::{Base64UrlUnpadded, Encoding};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How what is sealed begins; another way to seal will have another number.
pub const VERSION: &str = "v1";
const NONCE: usize = 24;
const MASTER: usize = 32;
const LONGEST_ID: usize = 16;

pub struct Key {
    id: String,
    cipher: XChaCha20Poly1305,
    /// Keyed, and cloned for each digest.
    digests: Hmac<Sha256>,
    proofs: Hmac<Sha256>,
}

/// Why a text is no key. Nothing of the text is told.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error(
        "a key is written id:key, the id of 1 to 16 lower-case letters, digits and hyphens, the key of 64 hexadecimal digits"
    )]
    Shape,
    #[error("the key {0} is there twice")]
    Twice(String),
    #[error("no key is there")]
    Missing,
}

impl Key {
    /// Reads `id:hex`.
    pub fn parse(line: &str) -> Result<Self, KeyError> {
        let (id, hexadecimal) = line.split_once(':').ok_or(KeyError::Shape)?;
        let fits = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if !(1..=LONGEST_ID).contains(&id.len()) || !id.bytes().all(fits) {
            return Err(KeyError::Shape);
        }
        let mut master = [0; MASTER];
        hex::decode_to_slice(hexadecimal, &mut master).map_err(|_| KeyError::Shape)?;
        Ok(Self::new(id, &master))
    }

    /// A new key, as [`Key::parse`] reads it.
    pub fn random() -> String {
        let mut bytes = [0; MASTER + 4];
        getrandom::fill(&mut bytes).expect("the system has randomness");
        let (id, master) = bytes.split_at(4);
        format!("k{}:{}", hex::encode(id), hex::encode(master))
    }

    fn new(id: &str, master: &[u8; MASTER]) -> Self {
        let keys = Hkdf::<Sha256>::new(None, master);
        let derived = |info: &str| {
            let mut key = [0; 32];
            keys.expand(info.as_bytes(), &mut key)
                .expect("HKDF-SHA-256 gives up to 8160 bytes");
            key
        };
        let mac = |info| {
            Hmac::<Sha256>::new_from_slice(&derived(info)).expect("HMAC takes keys of any length")
        };
        Self {
            id: id.to_owned(),
            cipher: XChaCha20Poly1305::new(&derived("lishu v1 seal").into()),
            digests: mac("lishu v1 digest"),
            proofs: mac("lishu v1 proof"),
        }
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    /// How everything begins that this key sealed.
    pub fn prefix(&self) -> String {
        format!("{VERSION}.{}.", self.id)
    }

    /// A text that only this key gives, and that tells nothing of it.
    pub fn proof(&self) -> String {
        hmac(&self.proofs, &[self.id.as_bytes()])
    }

    pub(super) fn seal(&self, purpose: Purpose, text: &str) -> String {
        let mut bytes = vec![0; NONCE];
        getrandom::fill(&mut bytes).expect("the system has randomness");
        let nonce = nonce(&bytes).expect("it is as long as a nonce");
        let payload = Payload {
            msg: text.as_bytes(),
            aad: purpose.word().as_bytes(),
        };
        let sealed = self.cipher.encrypt(nonce, payload);
        bytes.extend(sealed.expect("the cipher takes texts of many gigabytes"));
        self.prefix() + &Base64UrlUnpadded::encode_string(&bytes)
    }

    /// What this key sealed for this purpose.
    pub(super) fn open(&self, purpose: Purpose, sealed: &str) -> Option<String> {
        let text = sealed.strip_prefix(&self.prefix())?;
        let bytes = Base64UrlUnpadded::decode_vec(text).ok()?;
        let (first, msg) = bytes.split_at_checked(NONCE)?;
        let aad = purpose.word().as_bytes();
        let opened = self.cipher.decrypt(nonce(first)?, Payload { msg, aad });
        String::from_utf8(opened.ok()?).ok()
    }

    pub(super) fn digest(&self, purpose: Purpose, value: &str) -> String {
        // No purpose's word holds a zero byte: no two pairs of purpose and value are one text.
        let parts = [purpose.word().as_bytes(), &[0], value.as_bytes()];
        format!("{}.{}", self.id, hmac(&self.digests, &parts))
    }
}

fn nonce(bytes: &[u8]) -> Option<&XNonce> {
    bytes.try_into().ok()
}

fn hmac(keyed: &Hmac<Sha256>, parts: &[&[u8]]) -> String {
    let mut mac = keyed.clone();
    for part in parts {
        mac.update(part);
    }
    hex::encode(mac.finalize().into_bytes())
}
