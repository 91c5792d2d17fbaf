//! What an import tells its author of: what is left out, and what was judged.

use crate::rule;

rule! { IMPORT_CHANGES = "import-changes", Import, Warning, adjustable: false;
    means "原文带着修订：按全部接受后的样子导入", "The source has tracked changes: it is imported as if all were accepted";
    mend "和定稿对照一遍；拿不准就请发文的人接受或拒绝修订后再发一次", "Compare it with the final text, or ask for a copy with the changes accepted or rejected";
}

rule! { IMPORT_COMMENT = "import-comment", Import, Warning, adjustable: false;
    means "原文有批注，没有导入", "The source has comments, which are left out";
    mend "看看批注里的事办了没有", "See whether what they ask for has been done";
}

rule! { IMPORT_TEXTBOX = "import-textbox", Import, Warning, adjustable: false;
    means "原文的文本框放在了它所在的段落后面", "The words of a text box stand behind the paragraph that it is anchored in";
    mend "看看该放在哪里，还是不要了", "See where they belong, or take them out";
}

rule! { IMPORT_OBJECT = "import-object", Import, Warning, adjustable: false;
    means "原文里有导不进来的东西：嵌入的文件、印章、公式、图形、浏览器显示不了的图", "The source holds what cannot be imported: an embedded file, a seal, an equation, a drawing, a picture that browsers do not show";
    mend "需要的，另存成图片或文件放在页面旁边", "Save what is needed as a picture or a file beside the page";
}

rule! { IMPORT_HEADER = "import-header", Import, Warning, adjustable: false;
    means "页眉、页脚、页码没有导入，里面有数字", "Headers, footers or page numbers with numbers in them are left out";
    mend "里面有文号、日期的，补到页面信息里", "Put a document number or a date from them into the front matter";
}

rule! { IMPORT_NUMBER = "import-number", Import, Warning, adjustable: false;
    means "自动编号认不出写法，按阿拉伯数字写了，或者没有写", "The form of an automatic number is not known: it is written in digits, or left out";
    mend "对照原文改成原来的编号", "Compare it with the source and write the number as it was";
}

rule! { IMPORT_JOINED = "import-joined", Import, Warning, adjustable: false;
    means "原文在这里断行，判断是同一段，接起来了", "The source breaks the line here; it was judged to be one paragraph and joined";
    mend "读一遍接起来的地方；不是一段的，中间空一行", "Read the place where it is joined; leave a blank line where it is not one paragraph";
}

rule! { IMPORT_LINK = "import-link", Import, Warning, adjustable: false;
    means "链接指向的东西不在网站里，只留下文字", "A link leads to what is not on the site; only its words are kept";
    mend "需要的，把文件放在页面旁边，再写上链接", "Put the file beside the page and link to it, if it is needed";
}

rule! { IMPORT_BESIDE = "import-beside", Import, Warning, adjustable: false;
    means "网页的正文旁边还有字，没有导入", "A web page has words beside its text, which are left out";
    mend "打开原来的网页看看；是正文的，抄到草稿里", "Look at the page, and write into the draft what belongs to its text";
}

rule! { IMPORT_LAYOUT = "import-layout", Import, Warning, adjustable: false;
    means "PDF、OFD 里像表格、像脚注的地方，导入成了普通的行", "What looks like tables or footnotes in a PDF or OFD came out as lines of text";
    mend "对照原文，把表格改成 Markdown 表格，脚注改成 `[^1]`；能要到 Word 稿最好", "Compare it with the source: make tables of Markdown and notes like `[^1]`; a Word file is better";
}

rule! { IMPORT_SCAN = "import-scan", Import, Warning, adjustable: false;
    means "原文是扫描件：只有图，或者文字是从图上识别出来的", "The source is a scan: there are only pictures, or its words were recognised in them";
    mend "用 `--ocr 命令` 识别（`{}` 处填图的文件名，例如 `--ocr 'tesseract {} - -l chi_sim'`），再逐字核对；能要到 Word 稿最好", "Recognise it with `--ocr COMMAND` (`{}` stands for the file of the picture, as in `--ocr 'tesseract {} - -l chi_sim'`) and compare every character; a Word file is better";
}

rule! { IMPORT_DATE = "import-date", Import, Warning, adjustable: false;
    means "原文里没有找到这种页面要有的日期，先填了导入那天", "The source does not say a day that the kind of page must have: it is the day of the import for now";
    mend "改成真的日期", "Write the day that it should be";
}

rule! { IMPORT_TITLE = "import-title", Import, Warning, adjustable: false;
    means "原文里没有找到标题，先用了文件名", "No title was found in the source: it is the name of the file for now";
    mend "看一看原文，改成真的标题；正文第一行就是标题的，从正文里删去", "Look at the source and write its title; where it is the first line of the text, take it out there";
}

rule! { IMPORT_KNOWN = "import-known", Import, Warning, adjustable: false;
    means "网站里已经有同一文号，或者同一种类、同一标题的页面", "The site has a page of the same number, or of the same kind and title";
    mend "是同一份文件的，只留一页：改原来那页，删去草稿；不是的，把标题写得分得开", "Keep one page of one document: edit the one that was there and delete the draft; else give them titles that differ";
}

rule! { IMPORT_ADDRESS = "import-address", Import, Warning, adjustable: false;
    means "这一页在原来网站的网址没有写进 `aliases`：算不出（设置用了这里不认识的写法，或者没有写日期），静态站点转不了，或者已经是别的页面的", "The address that a page had on its former site is not in `aliases`: it is not known (its settings say it in a way that is not known here, or there is no date), a static site cannot lead on from it, or another page has it";
    mend "打开原来的网站看这一页的网址，写进 `aliases`；静态站点转不了的在服务器上设", "Look the page up on the former site and write its address into `aliases`; where a static site cannot lead on, let the server do so";
}
