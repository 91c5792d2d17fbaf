//! Photos beside pages: made light and small, upright, and without the place where they were taken.

mod desk;

use desk::Desk;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;

/// A place as cameras note it.
const SECRET: &[u8] = b"31.2304N121.4737E";
const PAGE: &str = "---\ntitle: 甲\n---\n![操场](photo.jpg)\n\n![又一次](photo.jpg)\n";

/// Notes of a phone held upright: the picture is to be turned to the right, and it was taken here.
fn notes(orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0]);
    exif.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0");
    exif.extend(SECRET);
    exif
}

/// A photo of noise, with a bright stripe along its left edge as it is stored.
fn photo(width: u16, height: u16, orientation: u8) -> Vec<u8> {
    let mut seed = 7_u32;
    let pixels: Vec<u8> = (0..u32::from(width) * u32::from(height))
        .flat_map(|at| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = u8::try_from(seed >> 27).unwrap();
            let left = at % u32::from(width) < u32::from(width) / 10;
            [if left { 250 } else { 40 } - noise / 8, 60 + noise, 60]
        })
        .collect();
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, 92);
    encoder.add_app_segment(1, notes(orientation)).unwrap();
    encoder
        .encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    out
}

/// Pixels across and down, and the red of the pixels in the middle of the upper edge and of the left one.
fn look(bytes: &[u8]) -> (usize, usize, u8, u8) {
    let mut decoder = JpegDecoder::new(ZCursor::new(bytes));
    let pixels = decoder.decode().unwrap();
    let about = decoder.info().unwrap();
    let (width, height) = (usize::from(about.width), usize::from(about.height));
    let red = |x: usize, y: usize| pixels[(y * width + x) * 3];
    (width, height, red(width / 2, 4), red(4, height / 2))
}

fn tells(bytes: &[u8]) -> bool {
    bytes.windows(SECRET.len()).any(|window| window == SECRET)
}

fn site(page: &str, photo: &[u8]) -> Desk {
    let desk = Desk::with(&[("content/a/index.md", page)]);
    desk.write("content/a/photo.jpg", photo);
    // Narrow ones, so that a test takes no time.
    desk.write(
        "site.yaml",
        format!("{}images: {{widths: [120, 240, 400]}}\n", desk::SITE),
    );
    desk
}

/// Names in the output that begin so.
fn names(desk: &Desk, begin: &str) -> Vec<String> {
    desk.output()
        .into_keys()
        .filter(|name| name.starts_with(begin))
        .collect()
}

/// A name with its fingerprint taken out.
fn plain(name: &str) -> String {
    let parts: Vec<&str> = name.split('.').filter(|part| part.len() != 10).collect();
    parts.join(".")
}

#[test]
fn a_photo_is_published_small_and_upright_and_tells_no_place() {
    let desk = site(PAGE, &photo(600, 450, 6));
    assert_eq!(desk.build().report, [""; 0]);
    let output = desk.output();
    assert!(output.values().all(|bytes| !tells(bytes)));
    let photos: Vec<String> = names(&desk, "a/photo").iter().map(|name| plain(name)).collect();
    assert_eq!(photos, ["a/photo-120.jpg", "a/photo-240.jpg", "a/photo.jpg",]);
    let (width, height, top, left) = look(&output["a/photo.jpg"]);
    assert_eq!((width, height), (400, 533));
    assert!(top > 150 && left < 100, "turned to the right: {top} {left}");
    let small = names(&desk, "a/photo-120")
        .into_iter()
        .find(|name| name.ends_with("jpg"))
        .unwrap();
    assert_eq!(look(&output[&small]).1, 160);
    let page = desk.read("a/index.html");
    assert_eq!(page.matches("<img srcset=\"/a/photo-120.").count(), 2);
    assert_eq!(
        page.matches(" width=\"400\" height=\"533\" decoding=\"async\" src=\"/a/photo.jpg\"")
            .count(),
        2
    );
    assert_eq!(
        page.matches(" loading=\"lazy\"").count(),
        1,
        "the first one is looked at at once"
    );
}

#[test]
fn a_photo_for_readers_to_keep_has_all_its_pixels_and_tells_no_place() {
    let given = photo(600, 300, 6);
    let desk = site(
        "---\ntitle: 甲\n---\n![海报](photo.jpg)\n\n[下载](photo.jpg)\n",
        &given,
    );
    desk.write("static/b.jpg", &given);
    assert_eq!(desk.build().report, [""; 0]);
    let output = desk.output();
    for name in ["a/photo.jpg", "b.jpg"] {
        let bytes = &output[name];
        assert!(tells(&given) && !tells(bytes));
        assert_eq!(
            look(bytes).0,
            600,
            "no pixel is lost, and browsers are told to turn it"
        );
        assert!(bytes.windows(6).any(|window| window == b"Exif\0\0"));
    }
    let page = desk.read("a/index.html");
    assert!(page.contains(" width=\"300\" height=\"600\""), "{page}");
}

#[test]
fn what_was_made_of_a_photo_is_not_made_again() {
    let desk = site(PAGE, &photo(500, 300, 1));
    desk.build();
    let first = desk.output();
    let made = |desk: &Desk| -> Vec<std::time::SystemTime> {
        let mut files: Vec<_> = std::fs::read_dir(desk.path(".wanjia/pictures"))
            .unwrap()
            .flatten()
            .collect();
        files.sort_by_key(std::fs::DirEntry::file_name);
        files
            .iter()
            .map(|file| file.metadata().unwrap().modified().unwrap())
            .collect()
    };
    let times = made(&desk);
    assert!(times.len() > 3);
    assert_eq!(desk.build().outcome.made, 0);
    // A new version of the program has no memo, and the output folder may be thrown away.
    std::fs::remove_file(desk.path(".wanjia/memo")).unwrap();
    std::fs::remove_dir_all(desk.path("public")).unwrap();
    desk.build();
    assert_eq!(made(&desk), times);
    assert_eq!(desk.output(), first);
    // Where another photo comes, it is made.
    desk.write("content/a/photo.jpg", photo(390, 300, 1));
    desk.build();
    assert_eq!(look(&desk.output()["a/photo.jpg"]).0, 390);
    assert!(desk.read("a/index.html").contains(" width=\"390\""));
}

#[test]
fn two_builds_of_one_photo_are_equal() {
    let given = photo(600, 300, 8);
    let (one, two) = (site(PAGE, &given), site(PAGE, &given));
    one.build();
    two.build();
    assert_eq!(one.output(), two.output());
}

#[test]
fn a_broken_picture_is_told_where_it_is_shown_each_time_and_the_rest_is_built() {
    let given = photo(500, 300, 1);
    let desk = site(PAGE, &given[..given.len() / 2]);
    for _ in 0..2 {
        assert_eq!(
            desk.build().report,
            [
                "warning[image-broken] content/a/index.md:4:1 图片不完整：content/a/photo.jpg | 从原处再拷贝一次",
                "warning[image-broken] content/a/index.md:6:1 图片不完整：content/a/photo.jpg | 从原处再拷贝一次",
            ]
        );
        assert!(desk.read("a/index.html").contains("<img src=\"/a/photo.jpg\""));
        assert!(!tells(&desk.output()["a/photo.jpg"]));
    }
}

#[test]
fn a_photo_that_cannot_be_cleaned_and_tells_a_place_is_not_published() {
    let desk = site(PAGE, &photo(60, 40, 1));
    desk.write("static/b.jpg", b"\0\0\0\x18ftypheic....Exif....");
    assert_eq!(
        desk.build().report,
        [
            "error[image-has-location] static/b.jpg 照片里可能记着拍摄地点，去不掉 | 用看图软件打开，另存为 JPEG，再换上"
        ]
    );
}

#[test]
fn a_picture_that_browsers_cannot_show_is_told_where_it_is_shown() {
    for name in ["photo.HEIC", "photo.tif"] {
        let desk = site(&PAGE.replace("photo.jpg", name), b"");
        desk.write(&format!("content/a/{name}"), b"\0\0\0\x18ftypheic");
        let report = desk.build().report;
        assert_eq!(report.len(), 2, "{report:?}");
        assert!(
            report[1].starts_with(&format!(
                "warning[image-unsupported] content/a/index.md:6:1 这种图片多数浏览器显示不出来：content/a/{name} | "
            )),
            "{report:?}"
        );
    }
}

#[test]
fn for_a_missing_picture_only_a_name_is_told_that_is_really_near() {
    let hint = |wanted: &str| {
        let desk = site(&format!("---\ntitle: 甲\n---\n![图]({wanted})\n"), b"");
        desk.write("content/a/second.jpg", photo(60, 40, 1));
        desk.build().report.join("\n")
    };
    assert!(!hint("meiyou.jpg").contains("是不是"));
    assert!(hint("secnod.jpg").contains("是不是 second.jpg"));
    assert!(hint("second.png").contains("是不是 second.jpg"));
}

#[test]
fn a_picture_with_too_many_pixels_is_told_before_it_is_read() {
    let mut bomb = photo(60, 40, 1);
    let frame = bomb.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    bomb[frame + 5..frame + 9].copy_from_slice(&[0xff, 0, 0xff, 0]);
    let desk = site("---\ntitle: 甲\n---\n![操场](photo.jpg)\n", &bomb);
    assert_eq!(
        desk.build().report,
        [
            "warning[image-too-large] content/a/index.md:4:1 图片有 4261 百万像素，太大，没有缩小：content/a/photo.jpg | 先缩小到一亿像素以内"
        ]
    );
}

#[test]
fn a_site_may_choose_other_widths_or_none() {
    let desk = site(PAGE, &photo(600, 300, 1));
    desk.write(
        "site.yaml",
        format!("{}images: {{widths: [100, 200]}}\n", desk::SITE),
    );
    desk.build();
    assert_eq!(look(&desk.output()["a/photo.jpg"]).0, 200);
    desk.write("site.yaml", format!("{}images: false\n", desk::SITE));
    desk.build();
    assert_eq!(names(&desk, "a/photo"), ["a/photo.jpg"]);
    assert_eq!(look(&desk.output()["a/photo.jpg"]).0, 600);
    assert!(!tells(&desk.output()["a/photo.jpg"]), "notes go in any case");
}

#[test]
fn a_cover_and_a_component_show_every_size() {
    let desk = Desk::with(&[
        (
            "content/a/index.md",
            "---\ntitle: 甲\ncover: photo.jpg\n---\n```figure\nsrc: photo.jpg\nalt: 操场\n```\n",
        ),
        ("themes/bare/theme.yaml", "extends: wanjia\n"),
        (
            "themes/bare/templates/page.html",
            "{{ page.cover.html | safe }}{{ page.content | safe }}",
        ),
    ]);
    desk.write("content/a/photo.jpg", photo(600, 300, 1));
    desk.write(
        "site.yaml",
        format!("{}images: {{widths: [100, 200]}}\n", desk::SITE),
    );
    assert_eq!(desk.build().report, [""; 0]);
    let page = desk.read("a/index.html");
    assert_eq!(page.matches("<img srcset=\"").count(), 2);
    assert_eq!(
        page.matches(" loading=\"lazy\"").count(),
        1,
        "the cover comes first"
    );
}

#[test]
fn pages_that_show_the_same_picture_share_what_is_made_of_it() {
    for _ in 0..5 {
        let desk = site(PAGE, &photo(600, 300, 1));
        for n in 0..8 {
            desk.write(&format!("content/p{n}/index.md"), PAGE);
            desk.write(&format!("content/p{n}/photo.jpg"), photo(600, 300, 1));
        }
        desk.build().clean();
        let records = std::fs::read_dir(desk.path(".wanjia/pictures")).unwrap();
        let records = records.filter(|entry| entry.as_ref().unwrap().path().extension().is_none());
        assert_eq!(records.count(), 1);
    }
}

#[test]
fn a_picture_that_somebody_put_in_place_of_what_was_made_is_not_published() {
    let desk = site(PAGE, &photo(600, 300, 1));
    desk.build().clean();
    let made = desk.output();
    for entry in std::fs::read_dir(desk.path(".wanjia/pictures")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "jpg") {
            std::fs::write(&path, photo(200, 100, 1)).unwrap();
        }
    }
    std::fs::remove_dir_all(desk.path("public")).unwrap();
    desk.build().clean();
    assert!(desk.output() == made);
}

#[test]
fn a_site_whose_folder_takes_no_files_is_built_with_its_pictures() {
    let desk = site(PAGE, &photo(600, 300, 1));
    desk.build().clean();
    let made = desk.output();
    std::fs::remove_dir_all(desk.path(".wanjia")).unwrap();
    std::fs::remove_dir_all(desk.path("public")).unwrap();
    // No folder can be where a file is, whoever one is.
    desk.write(".wanjia", "");
    desk.build().clean();
    assert!(desk.output() == made);
}
