//! Images that pages show.

use super::{Check, CheckedSite};
use crate::base::{Diagnostic, Span};
use crate::message;
use crate::picture::ImageError;
use crate::rule;
use std::sync::Arc;

rule! { IMAGE_BROKEN = "image-broken", Site, Warning, adjustable: true;
    means "页面上的图片读不出来：不完整、坏了，或者不是 JPEG、PNG、WebP；图照原样放，没有缩小", "An image on a page is cut off, damaged, or neither JPEG nor PNG nor WebP; it is published as it is, not made smaller";
    mend "从原处再拷贝，或用看图软件打开，另存为 JPEG", "Copy it again from where it came, or open it and save it as JPEG";
}

rule! { IMAGE_TOO_LARGE = "image-too-large", Site, Warning, adjustable: true;
    means "图片超过一亿像素；图照原样放，没有缩小", "An image has more than a hundred million pixels; it is published as it is, not made smaller";
    mend "先自己缩小", "Make it smaller first";
}

rule! { IMAGE_UNSUPPORTED = "image-unsupported", Site, Warning, adjustable: true;
    means "页面上的图片是 HEIC、TIFF、DNG，多数浏览器显示不出来；照原样发布", "An image on a page is HEIC, TIFF or DNG, which most browsers cannot show; it is published as it is";
    mend "用看图软件打开，另存为 JPEG，再换上；iPhone 以后拍照直接存 JPEG：设置 › 相机 › 格式 › 兼容性最佳", "Open it, save it as JPEG and put that there; an iPhone takes JPEG after Settings › Camera › Formats › Most Compatible";
}

rule! { IMAGE_HAS_LOCATION = "image-has-location", Site, Error, adjustable: false;
    means "照片里可能记着拍摄地点，又不是能清理的格式（HEIC、TIFF 等）", "A photo may tell where it was taken, in a format that cannot be cleaned (HEIC, TIFF and others)";
    mend "用看图软件打开，另存为 JPEG，再换上", "Open it, save it as JPEG and put that there";
}

pub(super) const CHECK: Check = Check {
    rules: &[
        &IMAGE_BROKEN,
        &IMAGE_TOO_LARGE,
        &IMAGE_UNSUPPORTED,
        &IMAGE_HAS_LOCATION,
    ],
    page: None,
    site: Some(site),
};

/// An image that pages show and that is published as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageProblem {
    /// Its file, as people name it.
    pub file: Arc<str>,
    /// Where pages ask for it.
    pub places: Vec<Span>,
    /// Why it could not be made smaller; `None` when most browsers cannot show its format.
    pub error: Option<ImageError>,
}

fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    for image in checked.images {
        let told = |place: &Span| match &image.error {
            Some(error) => not_smaller(&image.file, error, place.clone()),
            None => unsupported(&image.file, place.clone()),
        };
        report.extend(image.places.iter().map(told));
    }
}

fn unsupported(file: &str, place: Span) -> Diagnostic {
    Diagnostic::new(
        &IMAGE_UNSUPPORTED,
        place,
        message!(
            "这种图片多数浏览器显示不出来：{file}",
            "most browsers cannot show such a picture: {file}"
        ),
    )
    .hint(message!(
        "用看图软件打开，另存为 JPEG，再换上。iPhone 以后拍照直接存 JPEG：设置 › 相机 › 格式 › 兼容性最佳",
        "open it, save it as JPEG and put that here. An iPhone takes JPEG after Settings › Camera › Formats › Most Compatible"
    ))
}

fn not_smaller(file: &str, error: &ImageError, place: Span) -> Diagnostic {
    let again = message!(
        "用看图软件打开，另存为 JPEG，再换上",
        "open it, save it as JPEG and put that here"
    );
    match error {
        ImageError::TooLarge(millions) => Diagnostic::new(
            &IMAGE_TOO_LARGE,
            place,
            message!(
                "图片有 {millions} 百万像素，太大，没有缩小：{file}",
                "the picture has {millions} million pixels, too many to be made smaller: {file}"
            ),
        )
        .hint(message!(
            "先缩小到一亿像素以内",
            "make it smaller than a hundred million pixels"
        )),
        ImageError::CutOff => Diagnostic::new(
            &IMAGE_BROKEN,
            place,
            message!("图片不完整：{file}", "the picture is cut off: {file}"),
        )
        .hint(message!("从原处再拷贝一次", "copy it again from where it came")),
        ImageError::Foreign => Diagnostic::new(
            &IMAGE_BROKEN,
            place,
            message!(
                "不是 JPEG、PNG 或 WebP 图片：{file}",
                "neither JPEG nor PNG nor WebP: {file}"
            ),
        )
        .hint(again),
        ImageError::Broken(reason) => Diagnostic::new(
            &IMAGE_BROKEN,
            place,
            message!(
                "图片读不出来：{file}（{reason}）",
                "the picture cannot be read: {file} ({reason})"
            ),
        )
        .hint(again),
    }
}

/// Of a photo that may tell where it was taken, in a format that cannot be cleaned.
pub fn image_has_location(file: &Arc<str>) -> Diagnostic {
    Diagnostic::new(
        &IMAGE_HAS_LOCATION,
        Span::top(file),
        message!(
            "照片里可能记着拍摄地点，去不掉",
            "the photo may tell where it was taken, and that cannot be taken out"
        ),
    )
    .hint(message!(
        "用看图软件打开，另存为 JPEG，再换上",
        "open it, save it as JPEG and put that here"
    ))
}
