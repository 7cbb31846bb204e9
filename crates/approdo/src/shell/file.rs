//! A file that is sent with a form: from our own page, by the session it was made for (SEC-63), and
//! read piece by piece, so that a large one does not fill the memory (SEC-66).

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts as _, Multipart, Request, multipart::Field},
    response::{IntoResponse as _, Response},
};

use ground::hex;

use super::{
    forms::{CSRF, ONCE},
    problem::Problem,
    session::{Session, is_same_origin, tongue_of},
};
use crate::app::App;

/// Bytes of one field before the file.
const FIELD_MOST: usize = 1024;

/// A form with a file, not read yet.
pub struct SentFile {
    /// Who sends it.
    pub me: Session,
    body: Multipart,
}

/// The file, on its way.
pub struct Incoming<'a>(Field<'a>);

impl FromRequest<Arc<App>> for SentFile {
    type Rejection = Response;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        if !is_same_origin(&parts.headers, app.public.as_ref()) {
            return Err(Problem::Crossed(tongue_of(&parts.headers)).into_response());
        }
        let me = Session::from_request_parts(&mut parts, app).await?;
        let body = Multipart::from_request(Request::from_parts(parts, body), app).await;
        let body = body.map_err(|_| Problem::BadRequest(me.actor.tongue).into_response())?;
        Ok(Self { me, body })
    }
}

impl SentFile {
    /// Reads what stands before the file, and gives the key of this sending with the file. Nothing of
    /// the file is read before the token was found to be hers.
    ///
    /// # Errors
    /// Not a form of ours, or not of this session, as a page.
    pub async fn file(&mut self, name: &str) -> Result<([u8; 16], Incoming<'_>), Problem> {
        let tongue = self.me.actor.tongue;
        let csrf = self.field(CSRF).await?;
        if !self.me.csrf_is(&csrf) {
            return Err(Problem::Crossed(tongue));
        }
        let key = self.field(ONCE).await?;
        let key = hex::decode_exactly(&key).ok_or(Problem::BadRequest(tongue))?;
        self.field("_page").await?;
        match self.body.next_field().await {
            Ok(Some(field)) if field.name() == Some(name) => Ok((key, Incoming(field))),
            _ => Err(Problem::BadRequest(tongue)),
        }
    }

    /// One field of text, in the order of the page (SEC-08).
    async fn field(&mut self, name: &str) -> Result<String, Problem> {
        let bad = Problem::BadRequest(self.me.actor.tongue);
        let Ok(Some(mut field)) = self.body.next_field().await else { return Err(bad) };
        if field.name() != Some(name) {
            return Err(bad);
        }
        let mut text = Vec::new();
        while let Ok(Some(piece)) = field.chunk().await {
            text.extend_from_slice(&piece);
            if text.len() > FIELD_MOST {
                return Err(bad);
            }
        }
        String::from_utf8(text).map_err(|_| bad)
    }

    /// Reads past whatever is left: a browser shows the answer only to what it could send wholly.
    pub async fn read_past(&mut self) {
        while let Ok(Some(_)) = self.body.next_field().await {}
    }
}

impl Incoming<'_> {
    /// Whether a file was chosen at all.
    #[must_use]
    pub fn is_chosen(&self) -> bool {
        self.0.file_name().is_some_and(|name| !name.is_empty())
    }

    /// The next bytes; none at its end, and an error when the sending was cut off.
    ///
    /// # Errors
    /// Cut off, or longer than the route lets in.
    pub async fn piece(&mut self) -> Result<Option<Bytes>, axum::extract::multipart::MultipartError> {
        self.0.chunk().await
    }
}
