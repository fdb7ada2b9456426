//! The QR code on a document: ISO/IEC 18004, error correction M. Pure.

use qrcode::{Color, EcLevel, QrCode};

use crate::platform::error::{AppError, AppResult};

/// Light modules around the code (ISO/IEC 18004, 9.1: four).
const QUIET: usize = 4;
/// Pixels a module has in the image.
const SCALE: usize = 6;

/// A QR code as rows of modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modules {
    width: usize,
    dark: Vec<bool>,
}

impl Modules {
    /// The code that says `text`.
    pub fn of(text: &str) -> AppResult<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M);
        let code = code.map_err(AppError::internal)?;
        let width = code.width();
        let dark = code.into_colors().into_iter().map(|color| color == Color::Dark).collect();
        Ok(Self { width, dark })
    }

    /// Its rows, `1` a dark module and `0` a light one, without the quiet zone.
    pub fn rows(&self) -> Vec<String> {
        let row = |row: &[bool]| row.iter().map(|dark| if *dark { '1' } else { '0' }).collect();
        self.dark.chunks(self.width).map(row).collect()
    }

    /// As a PNG image with its quiet zone.
    pub fn png(&self) -> AppResult<Vec<u8>> {
        let side = (self.width + 2 * QUIET) * SCALE;
        let mut pixels = vec![0xFF_u8; side * side];
        let dark = self.dark.iter().enumerate().filter(|(_, dark)| **dark);
        for (at, _) in dark {
            let (top, left) = (at / self.width + QUIET, at % self.width + QUIET);
            for line in 0..SCALE {
                let start = (top * SCALE + line) * side + left * SCALE;
                if let Some(run) = pixels.get_mut(start..start + SCALE) {
                    run.fill(0);
                }
            }
        }
        let side = u32::try_from(side).map_err(AppError::internal)?;
        let mut image = Vec::new();
        let mut encoder = png::Encoder::new(&mut image, side, side);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().map_err(AppError::internal)?;
        writer.write_image_data(&pixels).map_err(AppError::internal)?;
        writer.finish().map_err(AppError::internal)?;
        Ok(image)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_square_with_finder_patterns() {
        let modules = Modules::of("https://county.example.cn/verify?no=1").expect("a code");
        let rows = modules.rows();
        assert!(rows.iter().all(|row| row.len() == rows.len()));
        assert!(rows[0].starts_with("1111111") && rows[0].ends_with("1111111"));
        assert!(modules.png().expect("an image").starts_with(b"\x89PNG"));
    }
}
