# Radicals and strokes of the blocks that only dictionaries use, each with the character that it looks like, one a line:
#
#   perl scripts/radicals.pl > src/base/radicals.txt
#
# From EquivalentUnifiedIdeograph of the Unicode Character Database (14.0.0, as Perl 5.36 has it), Unicode License.
# U+2F3E is 戶 there; those who paste it from PDF files of simplified texts mean 户.
use strict;
use warnings;
use Unicode::UCD 'charprop';
binmode STDOUT, ':utf8';
for my $code (0x2E80 .. 0x2FDF, 0x31C0 .. 0x31EF) {
    my $other = $code == 0x2F3E ? "\x{6237}" : charprop($code, 'EqUIdeo');
    print chr($code), $other, "\n" if length $other;
}
