//! Reading what a request sends, up to a limit.

use axum::body::Body;
use http_body_util::BodyExt;

/// More than any form of ours holds; a field's own limit answers long before.
const LARGEST: usize = 4 * 1024 * 1024;
/// A body that is too large is read on up to here: a browser that is cut off while it still sends
/// never hears the answer.
const LONGEST: usize = 16 * LARGEST;

/// The whole body, or none where it is too large or breaks off.
pub async fn read(body: Body) -> Option<Vec<u8>> {
    read_up_to(body, LARGEST).await
}

/// The same with another limit: of an endpoint that takes a file.
pub async fn read_up_to(mut body: Body, largest: usize) -> Option<Vec<u8>> {
    let mut kept = Vec::new();
    let mut seen = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.ok()?.into_data() else {
            continue;
        };
        seen += data.len();
        if seen > LONGEST {
            return None;
        }
        if seen <= largest {
            kept.extend_from_slice(&data);
        }
    }
    (seen <= largest).then_some(kept)
}
