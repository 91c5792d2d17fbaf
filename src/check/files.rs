//! Files and folders that are not what they should be.

use crate::rule;

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
