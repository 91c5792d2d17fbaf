//! Files and folders that are not what they should be.

use crate::rule;

rule! { CONTENT_MISSING = "content-missing", Site, Error, adjustable: false;
    means "`content/` 不在或者是空的，也没有上级站点：发布出去就是一个空网站", "`content/` is missing or empty, and there is no upstream site: an empty site would be published";
    mend "核对文件夹；第一页用 `wanjia new page 标题` 写；在上级站点之上的写 `extends`", "Check the folder; `wanjia new page TITLE` begins a first page; a site on top of another one says `extends`";
}

rule! { LOCALITY_MISSING = "locality-missing", Site, Error, adjustable: false;
    means "`localities` 里的下级站点读不到", "A site named in `localities` cannot be read";
    mend "核对文件夹", "Check the folder";
}

rule! { DOUBLE_EXTENSION = "double-extension", Layers, Warning, adjustable: true;
    means "文件名是 `….md.txt`、`site.yaml.txt`、`facts.yml`，读不进来", "A file is called `….md.txt`, `site.yaml.txt` or `facts.yml` and is not read";
    mend "改名，去掉 `.txt`，`.yml` 改成 `.yaml`", "Rename it without `.txt`, `.yml` as `.yaml`";
}

rule! { THEME_MISSING = "theme-missing", Theme, Error, adjustable: false;
    means "没有这个主题", "There is no such theme";
    mend "放进 `themes/名称/`，或写 `theme: wanjia`", "Put it into `themes/NAME/`, or write `theme: wanjia`";
}
