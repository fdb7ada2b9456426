//! Small pictures of pictures.

use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits};

use crate::platform::error::{AppError, AppResult, ErrorCode};

/// Of 100.
const QUALITY: u8 = 80;
/// Bytes a pixel takes while it is decoded, at most.
const BYTES_A_PIXEL: u64 = 8;

/// The media type of every thumbnail.
pub const MEDIA_TYPE: &str = "image/jpeg";

/// The picture at `path` as JPEG, no side longer than `edge`; refused before it is decoded when it
/// has more than `most` pixels, and when it cannot be decoded.
pub fn of(path: &Path, most: u64, edge: u32) -> AppResult<Vec<u8>> {
    let (width, height) = open(path)?.into_dimensions().map_err(|error| broken(&error))?;
    if u64::from(width) * u64::from(height) > most {
        return Err(ErrorCode::AttachmentTooManyPixels.into());
    }
    let mut reader = open(path)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(most.saturating_mul(BYTES_A_PIXEL));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| broken(&error))?;
    let orientation = decoder.orientation().map_err(|error| broken(&error))?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| broken(&error))?;
    picture.apply_orientation(orientation);
    let small = if width.max(height) > edge { picture.thumbnail(edge, edge) } else { picture };
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    small.into_rgb8().write_with_encoder(encoder).map_err(AppError::internal)?;
    Ok(jpeg)
}

fn open(path: &Path) -> AppResult<ImageReader<std::io::BufReader<std::fs::File>>> {
    let reader = ImageReader::open(path).map_err(AppError::internal)?;
    reader.with_guessed_format().map_err(AppError::internal)
}

fn broken(error: &image::ImageError) -> AppError {
    tracing::debug!(%error, "a picture that cannot be read");
    if matches!(error, image::ImageError::Limits(_)) {
        return ErrorCode::AttachmentTooManyPixels.into();
    }
    ErrorCode::AttachmentTypeDiffers.into()
}
