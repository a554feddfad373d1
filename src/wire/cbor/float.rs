//! Floating-point numbers of three widths, kept as they were written.

/// A floating-point number as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Float {
    /// Half precision.
    Half(u16),
    /// Single precision.
    Single(u32),
    /// Double precision.
    Double(u64),
}

impl Float {
    /// The number.
    pub fn to_f64(self) -> f64 {
        match self {
            Self::Half(bits) => {
                let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
                let (exponent, mantissa) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
                sign * match exponent {
                    0 => mantissa / 16_777_216.0,
                    31 if mantissa == 0.0 => f64::INFINITY,
                    31 => f64::NAN,
                    e => (1.0 + mantissa / 1_024.0) * f64::from_bits(((e - 15 + 1_023) as u64) << 52),
                }
            }
            Self::Single(bits) => f64::from(f32::from_bits(bits)),
            Self::Double(bits) => f64::from_bits(bits),
        }
    }

    /// The shortest spelling of the same number (RFC 8949, section 4.2.2); every NaN is `f97e00`.
    #[must_use]
    pub fn shortest(self) -> Self {
        let number = self.to_f64();
        if number.is_nan() {
            return Self::Half(0x7e00);
        }
        let single = number as f32;
        if f64::from(single) != number {
            return Self::Double(number.to_bits());
        }
        half_bits(single).map_or(Self::Single(single.to_bits()), Self::Half)
    }
}

/// The half-precision bits of `single`, if it has an exact half.
fn half_bits(single: f32) -> Option<u16> {
    let bits = single.to_bits();
    let sign = (bits >> 16 & 0x8000) as u16;
    let (exponent, mantissa) = ((bits >> 23 & 0xff) as i32 - 127, bits & 0x7f_ffff);
    let half = match exponent {
        128 => 0x7c00,
        -127 if mantissa == 0 => 0,
        -14..=15 => ((exponent + 15) as u16) << 10 | (mantissa >> 13) as u16,
        -24..=-15 => ((mantissa | 0x80_0000) >> (-1 - exponent)) as u16,
        _ => return None,
    };
    let exact = Float::Half(sign | half).to_f64() == f64::from(single);
    exact.then_some(sign | half)
}
