//! Images that pages show.

use crate::rule;

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
