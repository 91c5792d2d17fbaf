//! What of folders and archives is left out of an import: it is said, and no failure.

use super::sources::Sources;
use crate::base::Message;
use crate::cli::console::Console;
use crate::import;
use crate::message;

/// Says it; `pages` only list links.
pub fn say(pages: &[String], sources: &Sources, console: &Console) {
    let left = lists(pages).into_iter().chain(archives(sources));
    for left in left.chain(others(sources)).chain(links(sources)) {
        console.message(&left);
    }
}

/// The pages that only list links.
fn lists(lists: &[String]) -> Option<Message> {
    let (count, all) = (
        lists.len(),
        lists.iter().take(5).cloned().collect::<Vec<_>>().join("、"),
    );
    (count > 0).then(|| {
        message!(
            "{count} 页是栏目的目录，只有链接，没有导入：{all}",
            "{count} pages only list links and are left out: {all}"
        )
    })
}

/// The archives that are not unpacked here, in which documents may lie: all by their names.
fn archives(sources: &Sources) -> Option<Message> {
    let all = sources.foreign.join("、");
    let Message { zh, en } = import::foreign_archive().hint;
    (!all.is_empty()).then(|| {
        message!(
            "这些压缩包这里解不开，里面的文稿没有导入：{all}\n  = {zh}",
            "these archives are not unpacked here, and documents in them not imported: {all}\n  = {en}"
        )
    })
}

/// The files in folders that are no documents.
fn others(sources: &Sources) -> Option<Message> {
    let all: Vec<String> = sources
        .others
        .iter()
        .map(|(ending, count)| format!("{ending} {count}"))
        .collect();
    let all = all.join("、");
    (!all.is_empty()).then(|| {
        message!(
            "文件夹里的这些不是文稿，只在页面用到时放在它旁边：{all}",
            "these files are no documents, and go beside pages that use them: {all}"
        )
    })
}

/// The links in folders, which may lead anywhere.
fn links(sources: &Sources) -> Option<Message> {
    let count = sources.links;
    (count > 0).then(|| {
        message!(
            "文件夹里有 {count} 个链接（快捷方式），没有跟过去；要导入的，直接写出它的位置",
            "{count} links in the folder were not followed; name what they lead to if it is to be imported"
        )
    })
}
