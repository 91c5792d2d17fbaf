//! What an import tells its author of: what is left out, and what was judged.

use crate::rule;

rule! { IMPORT_OBJECT = "import-object", Import, Warning, adjustable: false;
    means "原文里有导不进来的东西：嵌入的文件、印章、公式、图形、浏览器显示不了的图", "The source holds what cannot be imported: an embedded file, a seal, an equation, a drawing, a picture that browsers do not show";
    mend "需要的，另存成图片或文件放在页面旁边", "Save what is needed as a picture or a file beside the page";
}

rule! { IMPORT_HEADER = "import-header", Import, Warning, adjustable: false;
    means "页眉、页脚、页码没有导入，里面有数字", "Headers, footers or page numbers with numbers in them are left out";
    mend "里面有文号、日期的，补到页面信息里", "Put a document number or a date from them into the front matter";
}

rule! { IMPORT_JOINED = "import-joined", Import, Warning, adjustable: false;
    means "原文在这里断行，判断是同一段，接起来了", "The source breaks the line here; it was judged to be one paragraph and joined";
    mend "读一遍接起来的地方；不是一段的，中间空一行", "Read the place where it is joined; leave a blank line where it is not one paragraph";
}

rule! { IMPORT_LINK = "import-link", Import, Warning, adjustable: false;
    means "链接指向的东西不在网站里，只留下文字", "A link leads to what is not on the site; only its words are kept";
    mend "需要的，把文件放在页面旁边，再写上链接", "Put the file beside the page and link to it, if it is needed";
}
