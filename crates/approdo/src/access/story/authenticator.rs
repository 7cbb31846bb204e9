//! A security key made of software: what a browser and a key of its own would answer, byte by byte
//! (WebAuthn, sections 5.8.1, 6.1 and 6.5), and whatever a dishonest one could.

use p256::ecdsa::{DerSignature, SigningKey, signature::Signer as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub(super) const ORIGIN: &str = "http://localhost";

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const NEW_KEY: u8 = 0x40;

/// A key in somebody's hand, with the browser it is held to.
#[derive(Clone)]
pub(super) struct Key {
    pub(super) id: Vec<u8>,
    pub(super) secret: SigningKey,
    /// How often it signed; `None` for a key that does not count.
    pub(super) counter: Option<u32>,
    /// The page that the browser says it is on.
    pub(super) origin: &'static str,
    /// The name that the key signs for.
    pub(super) rp: &'static str,
    /// What the key says of the person before it.
    pub(super) flags: u8,
    /// What the browser says the answer is to.
    pub(super) kind: Option<&'static str>,
    /// Another challenge than the one asked.
    pub(super) challenge: Option<&'static str>,
}

impl Key {
    /// A key that counts.
    pub(super) fn new(seed: u8) -> Self {
        Self {
            id: vec![seed; 32],
            secret: SigningKey::from_slice(&[seed; 32]).unwrap(),
            counter: Some(0),
            origin: ORIGIN,
            rp: "localhost",
            flags: PRESENT | VERIFIED,
            kind: None,
            challenge: None,
        }
    }

    /// Another key that says it has the same credential.
    pub(super) fn with_secret(self, seed: u8) -> Self {
        Self { secret: SigningKey::from_slice(&[seed; 32]).unwrap(), ..self }
    }

    /// The person is there and has not shown that it is she.
    pub(super) fn unverified(self) -> Self {
        Self { flags: PRESENT, ..self }
    }

    /// Nobody touched it.
    pub(super) fn untouched(self) -> Self {
        Self { flags: VERIFIED, ..self }
    }

    /// What it answers when it is to make a credential.
    pub(super) fn make(&self, options: &Value) -> String {
        let point = self.secret.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes()[1..].split_at(32);
        let mut data = self.data(NEW_KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        // A COSE key: EC2, ES256, P-256, x, y.
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32]);
        data.extend(x);
        data.extend([0x22, 0x58, 32]);
        data.extend(y);
        let mut attested = vec![0xa3, 0x63];
        attested.extend(b"fmt\x64none\x67attStmt\xa0\x68authData\x58");
        attested.push(u8::try_from(data.len()).unwrap());
        attested.extend(data);
        let client = self.client(options, "webauthn.create");
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "clientExtensionResults": {},
            "response": { "attestationObject": text(&attested), "clientDataJSON": text(&client) },
        })
        .to_string()
    }

    /// What it answers when it is to sign.
    pub(super) fn sign(&mut self, options: &Value) -> String {
        self.counter = self.counter.map(|counter| counter + 1);
        let (data, client) = (self.data(0), self.client(options, "webauthn.get"));
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature: DerSignature = self.secret.sign(&signed);
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "clientExtensionResults": {},
            "response": {
                "authenticatorData": text(&data),
                "clientDataJSON": text(&client),
                "signature": text(signature.as_bytes()),
            },
        })
        .to_string()
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let mut data = Sha256::digest(self.rp).to_vec();
        data.push(self.flags | more);
        data.extend(self.counter.unwrap_or(0).to_be_bytes());
        data
    }

    fn client(&self, options: &Value, kind: &str) -> Vec<u8> {
        let challenge = self.challenge.unwrap_or_else(|| options["challenge"].as_str().unwrap());
        let kind = self.kind.unwrap_or(kind);
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false }).to_string().into()
    }
}

/// Base 64 as addresses write it, without filling.
fn text(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let letters = |chunk: &[u8]| {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        (0..=chunk.len()).map(move |n| char::from(LETTERS[(bits >> (18 - 6 * n) & 63) as usize]))
    };
    bytes.chunks(3).flat_map(letters).collect()
}

#[test]
fn base_64_is_that_of_rfc_4648() {
    for (plain, written) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
        assert_eq!(text(plain.as_bytes()), written);
    }
    assert_eq!(text(&[0xfb, 0xff]), "-_8");
}
