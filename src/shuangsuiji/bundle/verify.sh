#!/bin/sh
# 双随机抽取核验（SSJ-1，独立实现）。用法：sh verify.sh [目录]；不写目录则核验本脚本所在的目录。
# Checks a draw published under SSJ-1, independently of the package that made it: sh verify.sh [DIR].
#
# 只用 / uses only: sha256sum sort awk cut grep cmp printf tr; SM3 另用 for SM3 also: cksum -a sm3, openssl;
#   1048576 行以上的表另用 GNU for longer tables: split --filter. 不写任何文件 / writes nothing.
# 核验 / checks: 文件格式 forms · 各表行数与哈希 rows and hashes · 编号唯一、排除名单不相交 ids, exclusions ·
#   分层、抽取数、上限、权重 strata, quotas, caps, weights · 模式与先后次序 mode, order of events · 随机源 beacon ·
#   一次性码 codes · 种子与钥 seed and keys · 号签、分界号签、抽中名单 tickets, thresholds, the drawn · 批次 batches ·
#   补充抽取各轮 supplementary rounds：替换、抽取数、上限，其余同上 replaced ids, quotas, caps, and all of the above ·
#   人员名册、回避、人员匹配的每一行是否合规 tables of people, recusals, and whether each row of the matching is allowed.
# 未查 / unchecked: 随机取整 rounding by chance · pareto · Merkle 根 roots · 时间戳 time tokens · drand 签名 signatures ·
#   人员匹配未重演 who was drawn for a seat (verify_matching.py) · 2^53 以上的乘积 products above 2^53 · 没有上述工具时的 SM3 与长表 SM3 and longer tables
#   without these tools · 编号多于 SSJ_PATIENCE（默认 20000）时未抽中的行 the rows not drawn where ids exceed it.
# 只作说明 / notes only: 保证等级 level · 其他期次 other serials · NFC · 随机源的值是否属实 whether the values of the
#   beacon are true.
# 退出码 / exit codes: 0 全部通过 everything checked · 1 拒绝 refused · 2 无法运行 could not run · 3 有未查 unchecked.
# shellcheck disable=SC2016,SC2094  # dollars in single quotes are awk's; nothing here writes a file
# shellcheck disable=SC2086  # $known lists names of files and of frames: no blanks, no wildcards; $strays has wildcards

LC_ALL=C
export LC_ALL
unset CDPATH
set -u
nl='
'
report=
tab=$(printf '\t')
cr=$(printf '\r')
bom=$(printf '\357\273\277')
more=$(printf '[\200-\277]')
# One line of well-formed UTF-8 without NUL.
utf8=$(printf '[\001-\177]|[\302-\337]M|\340[\240-\277]M|[\341-\354\356\357]MM|\355[\200-\237]M')
utf8=$utf8$(printf '|\360[\220-\277]MM|[\361-\363]MMM|\364[\200-\217]MM')
# What no field may hold: C1 controls, blanks but U+0020, separators, invisible and private characters.
unfit=$(printf '\302[\200-\240\255]|\341\232\200|\341\240\216|\342\200[\200-\217\250-\257]|\342\201[\237-\257]')
unfit=$unfit$(printf '|\343\200\200|.\357\273\277|\356|\357[\200-\243]|\363\240[\200\201]|\363[\260-\277]|\364')

# ---- 结论行与小工具 / lines of the report, small things ----
say() { if [ -n "$1" ]; then printf '%s\n' "$1"; report=$report$1$nl; fi; }
ok() { say "通过 ok $1: $in_zh$2 / $in_en$3"; }
refuse() { say "拒绝 refused $1: $in_zh$2 / $in_en$3"; }
unchecked() { say "未查 unchecked $1: $in_zh$2 / $in_en$3"; }
note() { say "说明 note $1: $2 / $3"; }
count() { printf '%s' "$report" | grep -c "^$1 "; }
cannot() { printf '%s\n' "无法运行 cannot run: $1 / $2" >&2; exit 2; }
H() { printf '%s' "$1" | $digest | cut -c1-64; }
hash_of() { $digest <"$1" | cut -c1-64; }
get() { awk -v key="$2=" 'index($0, key) == 1 { print substr($0, length(key) + 1); exit }' "$1"; }
names() {  # names FILE HEAD: the names after HEAD. in the keys of a sheet, in byte order
    awk -F '[.=]' -v head="$2" '$1 == head && $2 ~ /^[A-Za-z0-9_-]+$/ && length($2) <= 64 { print $2 }' "$1" | sort -u
}
there() {  # there FILE: is this plain file in the bundle?
    if [ -f "$1" ] && [ -r "$1" ]; then return 0; fi
    refuse file.missing "缺文件 $1" "$1 is missing"
    return 1
}
run() {  # run [-v NAME=VALUE] PROGRAM FILE...: what awk finds; its standard input comes from $feed
    found=$($feed | awk -F '\t' -v round="$round" -v in_zh="$in_zh" -v in_en="$in_en" "$@") || cannot "awk 出错" "awk failed"
    say "$found"
}

# ---- 文件格式 / forms ----
bytes() {  # bytes FILE: a file whose bytes do not fit is not read any further
    bytes_before=$report
    tr -d '\000-\010\013\014\016-\037\177' <"$1" | cmp -s - "$1" ||
        refuse form.field "$1 含控制字符" "$1 holds control characters"
    if grep -q "^$bom" "$1"; then refuse form.bom "$1 带有字节顺序标记" "$1 has a byte order mark"; fi
    if grep -q "$cr" "$1"; then refuse form.cr "$1 含回车符" "$1 holds carriage returns"; fi
    awk 1 "$1" | cmp -s - "$1" || refuse form.newline "$1 末尾没有换行" "$1 does not end in a newline"
    if grep -Evq "$utf8" "$1"; then
        refuse form.utf8 "$1 不是 UTF-8" "$1 is not UTF-8"
    elif grep -Eq "$unfit" "$1"; then
        refuse form.field "$1 含不可见字符或不许用的空白" "$1 holds invisible characters or blanks not allowed"
    fi
    if grep -q "[^$tab -~]" "$1"; then wide=yes; fi
    [ "$bytes_before" = "$report" ]
}
form() {  # form FILE FIRST PROGRAM COLUMNS [BEFORE]: bytes; order of the lines from FIRST on; keys or columns; fields
    form_before=$report
    bytes "$1" || return 1
    awk -v first="$2" 'NR >= first' "$1" | sort -c 2>/dev/null ||
        refuse form.unsorted "$1 未按字节排序" "$1 is not sorted bytewise"
    awk -v first="$2" 'NR >= first' "$1" | sort | sort -c -u 2>/dev/null ||
        refuse form.duplicate "$1 有相同的行" "$1 has equal lines"
    run -v file="$1" -v columns="$4" "$awk_library$3" ${5:+what=before "$5" what=} "$1"
    case ${report#"$form_before"} in
        *"refused form."*) ;;
        *) ok form "$1 格式正确" "$1 is well formed" ;;
    esac
}
sheet() { form "$1" 2 "$awk_sheet" 0 "${2:-}"; }  # sheet FILE [BEFORE]: BEFORE is the request of the round before
table() { form "$1" 1 "$awk_table" "$2"; }
table_hash() {  # table_hash ROWS: the hash of so many lines, none where this shell cannot tell
    if [ -z "$digest" ]; then
        return
    elif [ "$1" -le 1048576 ]; then
        $digest | cut -c1-64
    elif split --help 2>/dev/null | grep -q -e '--filter'; then
        SHELL=/bin/sh split -l 1048576 --filter="$digest | cut -c1-64" - | $digest | cut -c1-64
    fi
}
bound() {  # bound FILE PREFIX: rows and hash of a table against PREFIX.rows and PREFIX.hash of manifest or request
    rows=$(grep -c '' "$1")
    if [ "$rows" = "$(get "$request" "$2.rows")" ]; then
        ok table.rows "$1 行数 $rows" "$1 has $rows rows"
    else
        refuse table.rows "$1 行数 $rows 与 $request 不符" "$1 has $rows rows, $request says otherwise"
    fi
    if [ -z "$digest" ]; then return; fi
    hash=$(table_hash "$rows" <"$1")
    if [ -z "$hash" ]; then
        unchecked table.hash "$1 的分块哈希未查" "the chunked hash of $1 was not checked"
    elif [ "$hash" = "$(get "$request" "$2.hash")" ]; then
        ok table.hash "$1 哈希相符" "the hash of $1 agrees"
    else
        refuse table.hash "$1 哈希与 $request 不符" "the hash of $1 is not that of $request"
    fi
}

# ---- awk 公用函数 / functions shared by the awk programs ----
awk_library='
function bad(code, zh, en) { print "拒绝 refused " code ": " in_zh zh " / " in_en en; wrong[code] = 1 }
function fine(code, zh, en) { if (!(code in wrong)) print "通过 ok " code ": " in_zh zh " / " in_en en }
function name(s) { return s ~ /^[A-Za-z0-9_-]+$/ && length(s) <= 64 }
function field(s) { return s != "" && s !~ /[|=\t]/ && s !~ /^ / && s !~ / $/ }
function whole(s) { return s ~ /^(0|[1-9][0-9]*)$/ && length(s) <= 18 }
function exact(s) { return whole(s) && length(s) <= 15 }  # in a double
function hex(s, digits) { return s ~ /^[0-9a-f]+$/ && length(s) == digits }
function of_frame(head) { return head ~ /^(frame|ratio|quota|cap|used|excluded|batches|team|expert)$/ }
function days(y, m, d) {  # since 1 March of the year 0
    if (m < 3) { y--; m += 12 }
    return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * m - 457) / 5) + d
}
function date(s,  y, m, d) {  # -1 if there is no such day
    if (s !~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]$/) return -1
    y = substr(s, 1, 4) + 0; m = substr(s, 6, 2) + 0; d = substr(s, 9, 2) + 0
    return y < 1 || m < 1 || m > 12 || d < 1 || d > days(y, m + 1, 1) - days(y, m, 1) ? -1 : days(y, m, d)
}
function word(s) { return field(s) && s !~ /[,;]/ && s != "-" && s != "*" }  # a department, a region, a tag
function words(s,  p, n, i) {  # joined by commas, sorted, each once
    n = split(s, p, ",")
    for (i = 1; i <= n; i++) if (!word(p[i]) || i > 1 && p[i] "" <= p[i - 1] "") return 0
    return n > 0
}
function amiss(code, zh, en) { bad(code, FILENAME " 第 " FNR " 行：" zh, FILENAME " line " FNR ": " en) }
function take() {  # a line of a sheet: key, value; of the key its head, what is behind it in F, and after a second dot in S
    value = index($0, "="); key = substr($0, 1, value - 1); value = substr($0, value + 1)
    S = index(key, "."); head = S ? substr(key, 1, S - 1) : key; F = S ? substr(key, S + 1) : ""
    S = of_frame(head) ? index(F, ".") : 0
    if (S) { S = substr(F, S + 1); F = substr(F, 1, length(F) - length(S) - 1) } else S = ""
}
function fraction(s, pq) { return split(s, pq, "/") == 2 && whole(pq[1]) && whole(pq[2]) && pq[2] != "0" }
function share(r, n,  pq, x, k) {  # floor(r * n), remainder in rest; -1: r is no ratio, -2: too large for awk
    if (!fraction(r, pq)) return -1
    x = pq[1] * n
    if (!exact(pq[1]) || !exact(pq[2]) || x > 9007199254740992) return -2
    k = int(x / pq[2])
    while (k * pq[2] > x) k--
    while ((k + 1) * pq[2] <= x) k++
    rest = x - k * pq[2]
    return k
}
'

# ---- awk: 表单的键与值，清单的模式与次序 / keys and values of a sheet; mode and order of the manifest ----
awk_sheet='
function lowest(s,  pq, a, b, c) {  # p/q in lowest terms, 0 <= p <= q (beyond 15 digits: form alone)
    if (!fraction(s, pq)) return 0
    if (!exact(pq[1]) || !exact(pq[2])) return 1
    a = pq[1] + 0; b = pq[2] + 0
    if (a > b) return 0
    while (a > 0) { c = b % a; b = a; a = c }
    return b == 1
}
function minutes(s) { return substr(s, 1, 2) + 0 > 23 || substr(s, 4, 2) + 0 > 59 ? -1 : substr(s, 1, 2) * 60 + substr(s, 4, 2) }
function instant(s,  day, time, zone) {  # seconds in UTC, -1 if there is no such instant
    day = date(substr(s, 1, 10)); time = substr(s, 11, 9); zone = substr(s, 20)
    if (time !~ /^T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]$/ || zone !~ /^(Z|[+-][0-9][0-9]:[0-9][0-9])$/) return -1
    if (zone == "Z") zone = "+00:00"
    if (day < 0 || minutes(substr(time, 2)) < 0 || minutes(substr(zone, 2)) < 0 || substr(time, 8) + 0 > 59) return -1
    day = day * 1440 + minutes(substr(time, 2)) - (substr(zone, 1, 1) == "-" ? -1 : 1) * minutes(substr(zone, 2))
    return day * 60 + substr(time, 8)
}
function china(s) { return int((s + 28800) / 86400) }  # the day in China of an instant
function known_at(source, edition) {  # when the edition itself says that the value is known; -1: never, -2: it does not say
    if (source == "DRAND") return edition ~ /^[1-9][0-9]*$/ && length(edition) <= 10 ? \
        instant("1970-01-01T00:00:00Z") + 1692803367 + (edition - 1) * 3 : -1
    if (source !~ /^(SZSE399001|SSE000001)$/) return -2
    if (edition !~ /^[0-9]+$/ || length(edition) != 8) return -1
    return instant(substr(edition, 1, 4) "-" substr(edition, 5, 2) "-" substr(edition, 7) "T15:00:00+08:00")
}
function like(pattern) { gsub(/N/, "[A-Za-z0-9_-]+", pattern); return key ~ "^(" pattern ")$" }
function instants(  part, n, i) {
    n = split(value, part, ";")
    for (i = 1; i <= n; i++) if (instant(part[i]) < 0) return 0
    return n == 1 || key == "beacon.at"
}
function seats(s,  p, n, i) {
    n = split(s, p, ";")
    for (i = 1; i <= n; i++) if (p[i] != "-" && !words(p[i])) return 0
    return n > 0
}
function window(s) {  # first and last day
    return length(s) == 21 && substr(s, 11, 1) == "/" && date(substr(s, 1, 10)) >= 0 && date(substr(s, 12)) >= date(substr(s, 1, 10))
}
function fits() {  # does the value fit the key? -1: there is no such key
    if (!field(key) || S != "" && !field(S) || head ~ /^(replace|x|rules)$/ && !field(substr(key, length(head) + 2))) return -1
    if ((of_frame(head) || head ~ /^(chain|code)$/) && !name(F)) return -1
    if (like("x[.].+")) return field(value)
    if (file ~ /^reveal/) {
        if (like("seed|code[.]N")) return hex(value, 64)
        if (like("key|mkey")) return hex(value, 32)
        return like("k") ? whole(value) : like("beacon") ? field(value) : -1
    }
    if (like("committed[.]at|beacon[.]at")) return instants()
    if (file ~ /^supplement/) {
        if (like("quota[.]N[.].+")) return whole(value) && value != "0"
        if (like("(inspectors|recusals|substitutions)[.]" round "[.]rows")) return whole(value)
        if (like("(inspectors|recusals|substitutions)[.]" round "[.]hash")) return hex(value, 64)
        return like("beacon|replace[.].+") ? field(value) : -1
    }
    if (like("team[.]N[.].+|expert[.]N")) return (S == "" || word(S)) && field(value) && seats(value)
    if (like("rules[.]window")) return window(value)
    if (like("agency|plan|task|alg|mode|beacon|frame[.]N[.](design|rounding)|rules[.].+")) return field(value)
    if (like("serial|batches[.]N|matching[.](lot|min)")) return whole(value) && value != "0"
    if (like("((frame|excluded)[.]N|inspectors|recusals|absent|experts)[.]rows|quota[.]N[.].+|used[.]N")) return whole(value)
    if (like("((frame|excluded)[.]N|inspectors|recusals|absent|experts)[.]hash|prev|chain[.]N|frame[.]N[.]merkle")) return hex(value, 64)
    if (like("ratio[.]N[.].+|cap[.]N|cap[.]N[.].+")) return lowest(value)
    return like("reveal[.]by") ? date(value) >= 0 : -1
}
function need(list, f,  key, n, i) {
    gsub(/F/, f, list); n = split(list, key, " ")
    for (i = 1; i <= n; i++) if (!(key[i] in v)) {
        bad("form.key", file " 缺少键 " key[i], file " lacks the key " key[i])
        wrong["mode"] = wrong["order"] = 1
    }
}
function one_of(key, values) {
    if (key in v && (v[key] ~ / / || index(values, " " v[key] " ") == 0)) bad("mode", key " 的值不认识", "unknown value of " key)
}
function beacon(  part, piece, at, seen, told, n, i) {  # each SOURCE/EDITION, no source twice, each later than the commitment
    n = split(v["beacon"], part, ";")
    for (i = 1; i <= n; i++) if (split(part[i], piece, "/") != 2 || !name(piece[1]) || !field(piece[2]) || seen[piece[1]]++ ||
        piece[1] ~ /^(KL8|SSQ|DLT|FC3D|PL5)$/ && (piece[2] !~ /^[0-9]+$/ || length(piece[2]) != 5 && length(piece[2]) != 7))
        bad("beacon", "随机源第 " i " 项写法有误或重复", "source " i " of the beacon is malformed or named twice")
    if (split(v["beacon.at"], at, ";") != n) bad("order", "beacon 与 beacon.at 项数不同", "beacon and beacon.at differ in number")
    for (i = 1; i in at; i++) {
        if (instant(v["committed.at"]) < 0 || instant(at[i]) <= instant(v["committed.at"]))
            bad("order", "第 " i " 个随机源不晚于锁定时间，无从核验", "source " i " is not after the commitment: unverifiable")
        split(part[i], piece, "/"); told = known_at(piece[1], piece[2])
        if (told == -1 || told >= 0 && (told <= instant(v["committed.at"]) || china(told) != china(instant(at[i]))))
            bad("order", "第 " i " 个随机源按期号不晚于锁定时间，或与 beacon.at 不同日",
                "the edition of source " i " is not after the commitment, or names another day than beacon.at")
        if ("reveal.by" in v && date(v["reveal.by"]) >= 0 && date(v["reveal.by"]) < china(instant(at[i])))
            bad("order", "公开期限 reveal.by 早于第 " i " 个随机源", "reveal.by lies before source " i)
    }
    fine("order", "锁定与随机源的先后次序无误", "commitment and beacon are in order")
}
function supplement(  i) {
    need("beacon" in v || "beacon.at" in v ? "committed.at beacon beacon.at" : "committed.at")
    if (!frames && !(("inspectors." round ".rows") in v))
        bad("form.key", file " 没有抽取数，也没有增加人员", file " has neither a quota nor more inspectors")
    for (i in pair) need("F.rows F.hash", i "." round)
    if (instant(v["committed.at"]) <= instant(committed)) bad("order", "锁定不晚于上一轮的锁定",
        "the commitment is not after that of the round before")
    for (i = 1; i in happened; i++) if (instant(v["committed.at"]) < instant(happened[i]))
        bad("order", "锁定早于上一轮的第 " i " 个随机源", "the commitment is before source " i " of the round before")
    beacon()
}
function manifest(  i, f) {
    need("agency plan task alg mode serial prev beacon committed.at beacon.at")
    if (!frames) bad("form.key", "清单没有抽样框", "the manifest has no frame")
    for (i = 1; i <= frames; i++) {
        f = frame[i]
        need("frame.F.rows frame.F.hash frame.F.design frame.F.rounding excluded.F.rows excluded.F.hash", f)
        if (!(("ratio", f) in has) || !(("quota", f) in has))
            bad("form.key", "抽样框 " f " 没有比例或没有抽取数", "frame " f " has no ratio or no quota")
        if (("used." f) in v && !(("cap." f) in v))
            bad("form.key", "抽样框 " f " 有已抽数而没有上限", "frame " f " has used but no cap")
        if (("expert", f) in has) need("experts.rows experts.hash")
        if (("expert", f) in has && !(("team", f) in has))
            bad("form.key", "抽样框 " f " 有专家而没有检查组", "frame " f " has experts but no team")
        if (toupper(f) in twin) bad("form.key", "抽样框名称只差大小写：" f, "names of frames differ in case alone: " f)
        twin[toupper(f)] = 1
        one_of("frame." f ".design", " stratified pareto "); one_of("frame." f ".rounding", " floor ceil chance ")
    }
    for (f in pair) need("F.rows F.hash", f)
    if (teams) need("matching.lot matching.min inspectors.rows inspectors.hash")
    if (("serial" in v) && ("prev" in v) && (v["serial"] == "1") != (v["prev"] ~ /^0+$/))
        bad("form.field", "prev 只在第 1 期为全零", "prev is all zeros for serial 1 and for no other")
    one_of("alg", " sha256 sm3 "); one_of("mode", " open sealed ")
    if (v["mode"] == "sealed" && !chains) bad("mode", "封存模式没有一次性码链", "sealed mode without a chain of codes")
    if (v["mode"] == "sealed" && !("reveal.by" in v)) bad("mode", "封存模式没有公开期限 reveal.by", "sealed mode without reveal.by")
    fine("mode", "模式、算法与方法齐备", "mode, algorithm and methods are known")
    beacon()
}
what == "before" {
    take()
    if (key == "committed.at") committed = value
    if (key == "beacon.at") split(value, happened, ";")
    next
}
++lines == 1 && $0 == "ssj1" { next }
lines == 1 { bad("form.head", file " 首行不是 ssj1", "the first line of " file " is not ssj1") }
{
    take(); fit = fits()
    if (fit < 0) bad("form.key", file " 第 " FNR " 行：没有这样的键", file " line " FNR ": no such key")
    else if (key in v) bad("form.key", file " 第 " FNR " 行：键重复", file " line " FNR ": repeated key")
    else if (!fit) bad("form.field", file " 第 " FNR " 行：值有误", file " line " FNR ": bad value")
    if (!(key in v)) v[key] = value
    if (fit < 0) next
    if (of_frame(head) && !(F in known)) { known[F] = 1; frame[++frames] = F }
    has[head, F] = 1
    if (head ~ /^(inspectors|recusals|absent|experts|substitutions)$/) pair[head] = 1
    if (head == "team") teams = 1
    if (head == "chain") chains = 1
}
END {
    if (!lines) bad("form.head", file " 是空的", file " is empty")
    if (file == "manifest.txt") manifest()
    else if (file ~ /^supplement/) supplement()
    else {
        need("k beacon")
        if ("k" in v && v["k"] "" != round "") bad("k", file " 的 k 不是 " round, "k in " file " is not " round)
    }
}
'

# ---- awk: 表的列与字段 / columns and fields of a table ----
awk_table='
function fits(i) {
    if (!field($i)) return 0
    if (file ~ /^frame\./) return i != 4 || $i == "-" || (whole($i) && $i != "0")
    if (file ~ /^drawn/) return i != 3 || hex($i, 64)
    if (file ~ /^(inspectors|experts)/) return i < 5 || (i == 7 ? date($i) >= 0 : whole($i))
    if (file ~ /^(assignments|advisers)/) return i == 3 ? whole($i) && $i != "0" : i != 5 || $i ~ /^(lot|repair)$/
    if (file ~ /^substitutions/) return i > 2 && i != 5 || whole($i) && (i == 2 || $i != "0")
    return file !~ /^thresholds/ || (i != 3 && i != 4) || whole($i)
}
NF != columns { if (!narrow++) first = NR; next }
{ for (i = 1; i <= NF; i++) if (!fits(i)) { if (!faulty++) line = NR; break } }
END {
    if (narrow) bad("form.columns", file " 有 " narrow " 行不是 " columns " 列，首见第 " first " 行",
        file ": " narrow " lines without " columns " columns, first line " first)
    if (faulty) bad("form.field", file " 有 " faulty " 行字段有误，首见第 " line " 行",
        file ": " faulty " lines with a bad field, first line " line)
}
'

# ---- awk: 锁定与先前各轮 / what is known before a round, in $known: manifest, frames, thresholds.tsv, earlier rounds ----
awk_known='
function pareto(f) { return v["frame." f ".design"] == "pareto" }
function final(f, s,  q) {  # by chance the final quota, in thresholds.tsv, may be one more than the one committed
    q = v["quota." f "." s] + 0
    return v["frame." f ".rounding"] == "chance" && final_quota[f, s] + 0 == q + 1 ? q + 1 : q
}
function capped(label, cap, n, taken,  top) {  # of n rows, may so many be taken?
    if (!(cap in v)) return
    top = share(v[cap], n)
    if (top == -2) large = 1
    else if (top >= 0 && taken > top) bad("cap", label "：共占 " taken " 个名额，超过上限 " top,
        label ": " taken " places in all exceed the cap " top)
}
function capped_frame(f, taken,  used) {
    used = ("used." f) in v ? v["used." f] : "0"
    if (exact(used)) capped(f, "cap." f, total[f] + 0, taken + used); else large = 1
}
function fine_caps(zh, en) {
    if (large) print "未查 unchecked quota: " in_zh "有乘积超过 2^53，抽取数与上限未全查 / " in_en \
        "a product is above 2^53, quotas and caps were not all checked"
    else { fine("quota", zh, en); fine("cap", "未超上限", "no cap is exceeded") }
}
what == "manifest" {
    take()
    if (key in v) next
    v[key] = value
    if (head == "quota") { owner[++quotas] = F; list[quotas] = S }
}
what == "frame" {
    if (!(frame in seen)) { seen[frame] = 1; order[++frames] = frame }
    stratum[frame, $1] = $2; rows[frame, $2]++; total[frame]++
}
what == "final" { final_quota[$1, $2] = $4 }
'

# ---- awk: 锁定的内容 / the commitment: $known, then excluded.F.tsv of each readable frame ----
awk_commitment='
function layer(f, s) { if (!((f, s) in strata)) { strata[f, s] = 1; layers[f, ++many[f]] = s } }
function quota(f, s,  n, q, want, top) {  # the quota that follows from ratio, rounding and cap
    n = rows[f, s]; q = v["quota." f "." s]
    want = share(v["ratio." f "." s], n)
    if (want >= 0 && v["frame." f ".rounding"] == "ceil" && rest > 0) want++
    top = ("cap." f "." s) in v ? share(v["cap." f "." s], n) : n
    if (want == -1 || top == -1 || !whole(q)) { wrong["quota"] = wrong["cap"] = 1; return }  # refused already
    if (want == -2 || top == -2 || !exact(q)) { large = 1; return }
    if (want > top) want = top
    if (q + 0 != want) bad("quota", f " " s "：" n " 户应抽 " want "，清单写 " q,
        f " " s ": the quota of " n " rows is " want ", the manifest says " q)
    capped(f " " s, "cap." f "." s, n, final(f, s))
    sum += final(f, s)
}
function weighed(f, s) {  # n * W < 2^53, whatever the doubles round to
    if (pareto(f) && final(f, s) * weight[f, s] >= 9007199254740992)
        bad("weights", f " " s "：抽取数与权重和之积不小于 2^53", f " " s ": quota times weights is not below 2^53")
}
what == "manifest" && head ~ /^(ratio|quota|cap)$/ && S != "" { layer(F, S) }
what == "frame" {
    if ((frame, toupper($1)) in upper) twice[frame]++
    upper[frame, toupper($1)] = 1
    layer(frame, $2)
    if (whole($4) && $4 != "0") weight[frame, $2] += $4; else weightless[frame]++
}
what == "excluded" {
    if ((frame, toupper($1)) in upper) overlap[frame]++
    if ((frame, toupper($1)) in left_out) twice[frame]++
    left_out[frame, toupper($1)] = 1
}
END {
    n = split(readable, names, " ")
    for (i = 1; i <= n; i++) {
        f = names[i]; sum = 0
        if (twice[f]) bad("ids.unique", f "：" twice[f] " 个编号重复（不分大小写）",
            f ": " twice[f] " ids are not unique, upper and lower case being the same")
        if (overlap[f]) bad("excluded.overlap", f "：" overlap[f] " 个排除对象仍在抽样框",
            f ": " overlap[f] " excluded objects are in the frame")
        for (j = 1; j <= many[f]; j++) {
            s = layers[f, j]
            if (("ratio." f "." s) in v && ("quota." f "." s) in v && rows[f, s]) { quota(f, s); weighed(f, s) }
            else bad("strata", f " " s "：比例、抽取数、抽样框的分层不一致", f " " s ": not in all of ratios, quotas and frame")
        }
        if (("cap." f) in v) capped_frame(f, sum)
        if (!pareto(f)) continue
        weighted = 1
        if (weightless[f]) bad("weights", f "：" weightless[f] " 行没有正整数权重",
            f ": " weightless[f] " rows without a positive integer weight")
    }
    if (!n) exit
    fine("ids.unique", "编号唯一", "ids are unique")
    fine("excluded.overlap", "排除对象都不在抽样框", "no excluded object is in its frame")
    fine("strata", "分层一致", "ratios, quotas and frames have the same strata")
    if (weighted) fine("weights", "权重齐备", "every row of a pareto frame has a weight")
    fine_caps("抽取数均由比例、取整和上限得出", "quotas follow from ratios, rounding and caps")
}
'

# ---- awk: 补充抽取的申请 / what a supplementary round asks for: $known, then now=1 and the sheet of this round ----
awk_supplement='
function replace(id,  i, f, drawn_before) {  # whoever is replaced gives the place back, in every frame
    for (i = 1; i <= frames; i++) if ((order[i], id) in drawn) {
        f = order[i]; drawn_before = 1
        if (!(id in replaced)) more[f, stratum[f, id]]--
    }
    if (now && !drawn_before) bad("supplement", "被替换的 " id " 此前未被抽中", "replaced " id " was not drawn before")
    if (now && id in replaced) bad("supplement", "被替换的 " id " 已被替换过", "replaced " id " was replaced before")
    replaced[id] = 1
}
what == "manifest" && head == "team" { teams = 1 }
what == "drawn" && (($1, $4) in stratum) && !(($1, $4) in drawn) { drawn[$1, $4] = 1; gone[$1, stratum[$1, $4]]++ }
what == "supplement" {
    take()
    if (head == "quota") { more[F, S] += value; if (now) { ask[++asked] = F; of[asked] = S; wanted[asked] = value } }
    if (head == "replace" && revealed == "yes") replace(F)
    if (now && head ~ /^(inspectors|recusals|substitutions)$/ && !teams)
        bad("supplement", "清单没有检查组，不得有 " key, key " without a team in the manifest")
}
END {
    if (revealed != "yes") wrong["supplement"] = wrong["cap"] = 1  # not to be known yet
    for (i = 1; i <= asked; i++) {
        f = ask[i]; s = of[i]; left = rows[f, s] - gone[f, s]
        if (!rows[f, s]) bad("strata", f " " s "：抽样框没有这一层", f " " s ": no such stratum in the frame")
        else if (wanted[i] + 0 > left) bad("quota", f " " s "：抽取数 " wanted[i] " 多于尚余的 " left " 户",
            f " " s ": quota " wanted[i] " above the " left " rows left")
        if (revealed == "yes") capped(f " " s, "cap." f "." s, rows[f, s], final(f, s) + more[f, s])
        changed[f] = 1
    }
    for (i = 1; i <= quotas; i++) taken[owner[i]] += final(owner[i], list[i]) + more[owner[i], list[i]]
    for (i = 1; i <= frames; i++) if (revealed == "yes" && order[i] in changed) capped_frame(order[i], taken[order[i]])
    fine("strata", "各层都在抽样框", "all strata are of the frames")
    fine("supplement", "被替换的都曾抽中，未重复替换", "all replaced were drawn before and are replaced once")
    fine_caps("抽取数不多于尚余户数", "quotas are within the rows left")
}
'

# ---- awk: 抽取 / the draw: $known, request, thresholds, "TICKET TAB ID" in ascending order, list of the drawn ----
awk_draw='
function quota(f, s) { return round > 0 ? asked[f, s] + 0 : final(f, s) }
what == "request" {
    take()
    if (head == "quota" && !((F, S) in asked)) { asked[F, S] = value; ask[++asks] = F; of[asks] = S }
}
what == "drawn" && (($1, $4) in stratum) { rows[$1, stratum[$1, $4]]--; delete stratum[$1, $4] }
what == "thresholds" {
    if (($1, $2) in said || !(($1, $2) in asked))
        bad("threshold", FILENAME " 第 " FNR " 行多余", FILENAME " line " FNR " is one too many")
    else { said_rows[$1, $2] = $3; said_quota[$1, $2] = $4; said[$1, $2] = $5 }
}
what == "tickets" {
    ticket[$2] = $1
    for (i = 1; i <= frames; i++) if ((order[i], $2) in stratum) {
        f = order[i]; s = stratum[f, $2]
        if (++rank[f, s] <= quota(f, s) && !pareto(f)) { due[f, $2] = 1; last[f, s] = $1 }
    }
}
what == "list" {
    where = FILENAME " 第 " FNR " 行"; line = FILENAME " line " FNR; listed[$1, $2]++; shown[$1, $4] = 1
    if (!(($1, $4) in stratum)) bad("drawn", where "不在抽样框或此前已抽中", line " is not in the frame or was drawn before")
    else if (stratum[$1, $4] "" != $2 "") bad("drawn", where "分层有误", line " has the wrong stratum")
    else if (!(($1, $4) in due) && !(pareto($1) && ($1, $2) in asked)) bad("drawn", where "未被抽中", line " was not drawn")
    if (ticket[$4] "" != $3 "") bad("ticket", where "号签有误", line " has a wrong ticket")
}
END {
    for (pair in due) if (!(pair in shown)) { split(pair, part, SUBSEP); missing[part[1]]++ }
    for (f in missing) bad("drawn", f "：名单漏列 " missing[f] " 个抽中对象", f ": " missing[f] " of the drawn are not in the list")
    for (i = 1; i <= asks; i++) {
        f = ask[i]; s = of[i]; q = quota(f, s); where = f " " s
        if (listed[f, s] + 0 != q) bad("drawn", where "：应抽 " q " 个", where ": " q " should have been drawn")
        if (said_rows[f, s] "" != rows[f, s] + 0 "") bad("threshold", where "：行数有误", where ": wrong rows")
        if (said_quota[f, s] "" != q "") bad("threshold", where "：抽取数有误", where ": wrong quota")
        if (!pareto(f) && said[f, s] "" != (q ? last[f, s] : "-") "") bad("threshold", where "：分界号签有误", where ": wrong threshold")
    }
    fine("ticket", "抽中对象的号签相符", "the tickets of the drawn agree")
    fine("threshold", "各分层的分界号签相符", "the thresholds of all strata agree")
    fine("drawn", "抽中名单与所查号签相符", "the list of the drawn agrees with the tickets checked")
}
'

# ---- awk: 人员名册与检查组 / the tables of people, the teams and the regions: $known ----
awk_people='
what == "manifest" && head == "team" { team[++teams] = key }
what == "frame" {
    if (!word($3)) nowhere[frame]++
    else if (($1 in region) && region[$1] "" != $3 "") moved[frame]++
    region[$1] = $3
}
what == "absent" { absent[$1] = 1 }
what == "inspectors" || what == "experts" {
    people = 1; upper = toupper($1); last = substr(v["rules.window"], 12)
    if (!word($2) || $3 != "*" && !words($3) || $4 != "-" && !words($4))
        amiss("people", "部门、区域或标签写法有误", "department, regions or tags are malformed")
    if (upper in listed) amiss("people", $1 " 已列过（不分大小写）", $1 " is listed already, upper and lower case being the same")
    if (FILENAME == "inspectors.tsv" && ($1 in absent)) amiss("people", $1 " 又列为缺席", $1 " is among the absent, too")
    if ($7 "" < last "") amiss("people", "证件在检查期内到期", "the certificate ends before the last day of the window")
    listed[upper] = 1
}
what == "recusals" {
    recusals = 1
    if (legible == "yes" && !($1 in region)) amiss("recusal", $1 " 不在任何抽样框", $1 " is in no frame")
    if (($1, $2) in pair) amiss("recusal", "该对象与人员已列过", "this object and inspector are listed already")
    pair[$1, $2] = 1
}
END {
    for (i = 1; i <= teams; i++) if (split(v[team[i]], seat, ";") < v["matching.min"] + 0)
        bad("team", team[i] " 少于 " v["matching.min"] " 席", team[i] " has fewer than " v["matching.min"] " seats")
    for (f in nowhere) if (teams) bad("region", f "：" nowhere[f] " 行没有区域", f ": " nowhere[f] " rows without a region")
    for (f in moved) if (teams) bad("region", f "：" moved[f] " 个对象的区域与别的抽样框不同",
        f ": " moved[f] " objects have another region in another frame")
    if (teams) fine("team", "检查组席位不少于下限", "no team is below the minimum")
    if (teams && legible == "yes") fine("region", "对象均有区域，各抽样框一致", "every object has one region, the same in each frame")
    if (people) fine("people", "人员名册无误", "the tables of people are sound")
    if (recusals && legible == "yes") fine("recusal", "回避均属抽样框内的对象，无重复", "recusals name objects of the frames, each pair once")
}
'

# ---- awk: 人员匹配各行 / the rows of the matching: $known, in the order of the rounds (turn) ----
# 单元 unit = kind (team, expert), object, department; 人员 person = kind, id. No row is replayed: lots are not drawn here.
awk_rows='
function later(a, b) { return b != "-" && (a == "-" || a "" > b "") }  # in the order of seats
function grow(kind, o, d,  u, i, j, n, s, total, largest, seats, most, count, fresh) {  # the seats that a unit lacks are appended
    u = kind SUBSEP o SUBSEP d
    for (i = 1; i <= teams; i++) if (of[i] "" == d "" && ((team[i], o) in live)) {
        n = split(v[kind == "team" ? "team." team[i] "." d : "expert." team[i]], seats, ";")
        if (n > largest) largest = n
        split("", count)
        for (j = 1; j <= n; j++) if (++count[seats[j]] > most[seats[j]] + 0) { most[seats[j]]++; total++ }
    }
    if (!largest) return
    while (total > largest && most["-"] > 0) { most["-"]--; total-- }
    for (i = 1; i <= size[u]; i++) most[seat[u, i]]--
    n = 0
    for (s in most) for (j = most[s]; j > 0; j--) {
        for (i = ++n; i > 1 && later(fresh[i - 1], s); i--) fresh[i] = fresh[i - 1]
        fresh[i] = s
    }
    for (i = 1; i <= n; i++) seat[u, ++size[u]] = fresh[i]
    grown[u] = turn
}
function full(u,  i) {
    for (i = 1; i <= size[u]; i++) if (holder[u, i] == "") return 0
    return size[u] > 0
}
function no(why_zh, why_en) { zh = why_zh; en = why_en; return 1 }
function objection(kind, o, d, s, who,  u, p, tag, n, i) {  # to this person on this seat; when: the round of it
    u = kind SUBSEP o SUBSEP d; p = kind SUBSEP who
    if (!((u, s) in seat)) return no("没有第 " s " 席", "there is no seat " s)
    if (holder[u, s] != "") return no("第 " s " 席已有人", "seat " s " is taken")
    if (!(p in since) || since[p] > when) return no("名册没有 " who, who " is not in the table of people")
    if (department[p] "" != d "") return no(who " 不属于 " d, who " is not of " d)
    if (regions[p] != "*" && !index("," regions[p] ",", "," region[o] ",")) return no(who " 不管 " region[o], who " does not cover " region[o])
    n = split(seat[u, s], tag, ",")
    for (i = 1; i <= n; i++) if (tag[i] != "-" && !index("," tags[p] ",", "," tag[i] ","))
        return no(who " 没有标签 " tag[i], who " lacks the tag " tag[i])
    if (((o, who) in barred) && barred[o, who] <= when) return no(who " 须回避", who " is barred from " o)
    if ((u, p) in sits) return no(who " 已在该组", who " sits in this unit already")
    if (load[p] >= capacity[p] + 0) return no(who " 超过上限 " capacity[p], who " exceeds the capacity " capacity[p])
    return 0
}
function sit(u, s, p) { holder[u, s] = p; sits[u, p] = 1; load[p]++ }
function substitute(k,  c, u, old, place, why) {  # those made after round k: the old holder leaves, the new one comes
    while ((due in change) && split(change[due], c, "\t") && c[2] "" == k "") {
        u = "team" SUBSEP c[3] SUBSEP c[4]; old = "team" SUBSEP c[6]; place = due++; when = k; why = 0
        if (!(u in grown) || grown[u] != k) why = no("该组此时已无须到场", "this unit is not due there any more")
        else if (holder[u, c[5]] "" != old) why = no(c[6] " 原不在该席", c[6] " did not hold this seat")
        else {
            holder[u, c[5]] = ""; delete sits[u, old]; load[old]--
            if (!((c[3], c[6]) in barred) || barred[c[3], c[6]] > k) barred[c[3], c[6]] = k
            if (c[7] != "-") why = objection("team", c[3], c[4], c[5], c[7])
            if (c[7] != "-" && !why) sit(u, c[5], "team" SUBSEP c[7])
        }
        if (why) bad("matching", "替换 " place "：" zh, "substitution " place ": " en)
    }
}
BEGIN { due = 1 }
what == "manifest" && head == "team" {
    team[++teams] = F; of[teams] = S
    if (!(S in met)) departments[++parties] = S
    met[S] = 1
}
what == "frame" { region[$1] = $3 }
what == "inspectors" || what == "experts" {
    p = (what == "experts" ? "expert" : "team") SUBSEP $1
    since[p] = turn; department[p] = $2; regions[p] = $3; tags[p] = $4; capacity[p] = $5
}
what == "recusals" {  # those of a round are not of one who sits there: he is to be substituted before
    substitute(turn - 1)
    for (i = 1; i <= parties; i++) if (("team", $1, departments[i], "team", $2) in sits)
        amiss("recusal", $2 " 已在席，须先替换", $2 " sits there and is to be substituted before")
    if (!(($1, $2) in barred)) barred[$1, $2] = turn
}
what == "substitutions" && NF == 8 { change[$1] = $0; changes++ }
what == "supplement" { take(); if (head == "replace") for (i = 1; i <= frames; i++) delete live[order[i], F] }
what == "drawn" { live[$1, $4] = 1; if (!($4 in drawn)) object[++objects] = $4; drawn[$4] = 1 }
what == "round" && FNR == 1 {
    substitute(turn - 1)
    for (i = 1; i <= objects; i++) for (j = 1; j <= parties; j++) {
        grow("team", object[i], departments[j]); grow("expert", object[i], departments[j])
    }
}
what == "rows" && NF == 5 {
    u = kind SUBSEP $1 SUBSEP $2; when = turn
    if (!(u in grown) || grown[u] != turn) why = no("对象未抽中，或 " $2 " 无须到场", "not drawn, or nobody of " $2 " is due there")
    else if (kind == "expert" && !full("team" SUBSEP $1 SUBSEP $2)) why = no("检查组未满", "the inspectors of the unit are not complete")
    else why = objection(kind, $1, $2, $3, $4)
    if (why) amiss("matching", zh, en); else sit(u, $3, kind SUBSEP $4)
}
END {
    substitute(turn - 1); substitute(turn)
    if (due <= changes) bad("matching", "替换 " due "：编号不连续，或轮次倒退、不存在",
        "substitution " due ": numbers with a gap, or a round that falls or does not exist")
    fine("matching", "人员匹配各行合规", "every row of the matching is allowed")
}
'

# ---- 锁定部分 / the commitment ----
commitment() {  # tables of the manifest; sets known = what awk is told of it; legible = can every frame be read?
    known='what=manifest manifest.txt' readable='' left_out='' legible=yes staffed=yes rows_of=''
    if grep -q '^team[.]' manifest.txt; then rows_of=assignments:team; fi
    if grep -q '^expert[.]' manifest.txt; then rows_of="$rows_of advisers:expert"; fi
    for f in $frames; do
        if [ -f "frame.$f.parquet" ] && [ ! -f "frame.$f.tsv" ]; then
            unchecked replay "frame.$f 以 Parquet 发布" "frame.$f is published as Parquet"
            legible=no
        elif there "frame.$f.tsv" && { bound "frame.$f.tsv" "frame.$f"; table "frame.$f.tsv" 4; }; then
            readable="$readable $f" known="$known what=frame frame=$f frame.$f.tsv"
        else
            legible=no
        fi
        if there "excluded.$f.tsv" && { bound "excluded.$f.tsv" "excluded.$f"; table "excluded.$f.tsv" 2; }; then
            left_out="$left_out what=excluded frame=$f excluded.$f.tsv"
        fi
    done
    if [ -f thresholds.tsv ] && [ -r thresholds.tsv ]; then known="$known what=final thresholds.tsv"; fi
    run -v readable="$readable" "$awk_library$awk_known$awk_commitment" $known $left_out
}
people() {  # the tables of the matching that this round commits; the public bundle may leave them out
    for t in absent:2 recusals:3 inspectors:7 experts:7; do
        columns=${t#*:} t=${t%:*}
        if [ -z "$(get "$request" "$t$suffix.hash")" ]; then continue; fi
        if [ -f "$t$suffix.tsv" ]; then
            bound "$t$suffix.tsv" "$t$suffix"
            if table "$t$suffix.tsv" "$columns"; then
                known="$known turn=$round what=$t $t$suffix.tsv"
                continue
            fi
        else
            unchecked matching "未附 $t$suffix.tsv，无从核验" "$t$suffix.tsv is left out and could not be checked"
        fi
        if [ "$columns" = 7 ]; then staffed=no; fi
    done
}
earlier() {  # the substitutions made before this round
    if [ -f substitutions.tsv ]; then awk -F '\t' -v k="$round" '$2 + 0 < k' substitutions.tsv | sort; fi
}
substituted() {  # a request binds the substitutions made before it, where there are any
    told="$(get "$request" "substitutions$suffix.rows") $(get "$request" "substitutions$suffix.hash")"
    rows=$(earlier | grep -c '')
    hash=$(earlier | table_hash "$rows")
    if [ "$rows" = 0 ]; then rows='' hash=''; elif [ -z "$hash" ]; then hash=${told#* }; fi
    if [ "$rows $hash" != "$told" ]; then
        refuse matching "$request 所列替换与 substitutions.tsv 不符" "$request binds other substitutions than those before it"
    elif [ -n "$rows" ]; then
        ok matching "此前的替换与 $request 相符" "the substitutions before agree with $request"
    fi
}
assigned() {  # the rows of the matching of a round
    if [ "$round" = 0 ] && [ "$rows_of" ] && [ -f substitutions.tsv ] && table substitutions.tsv 8; then
        known="$known what=substitutions substitutions.tsv"
    fi
    known="$known turn=$round"
    if [ $revealed = yes ]; then known="$known what=round $request"; fi
    for t in $rows_of; do
        kind=${t#*:} t=${t%:*}$suffix.tsv
        if [ -f "$t" ] && table "$t" 5; then known="$known kind=$kind what=rows $t"; fi
    done
    if [ "$rows_of" ] && [ $revealed = yes ] && [ $staffed = yes ] && [ ! -f "assignments$suffix.tsv" ]; then
        unchecked matching "尚未匹配" "not matched yet"
    fi
}
matching() {  # the tables of people, then the rows, where all who may sit are known
    case $rows_of$known in
        *assignments*|*what=inspectors*|*what=experts*|*what=recusals*) ;;
        *) return ;;
    esac
    run -v legible=$legible "$awk_library$awk_known$awk_people" $known
    case $known in
        *what=rows*|*what=substitutions*) if [ $legible$staffed = yesyes ]; then run "$awk_library$awk_known$awk_rows" $known; fi ;;
    esac
}
named() { if grep -q "$1" manifest.txt; then unchecked "$2" "$3" "$4"; fi; }
beyond() {  # what a bare shell does not check
    if [ -z "$digest" ]; then unchecked alg "SM3 的哈希、码、种子、号签未查" "the hashes of SM3 were not checked"; fi
    named '^frame[.].*[.]rounding=chance$' rounding "随机取整未查" "rounding by chance was not checked"
    named '^frame[.].*[.]design=pareto$' design "pareto 抽取未查" "pareto sampling was not checked"
    named '^frame[.].*[.]merkle=' merkle "Merkle 根未查" "Merkle roots were not checked"
    named '^team[.]' matching "人员匹配未重演，请用 verify_matching.py" \
        "who was drawn for which seat was not replayed: verify_matching.py does that"
    for f in manifest.tsr supplement.*.tsr; do
        if [ -e "$f" ]; then unchecked token "时间戳未验" "time tokens were not checked"; break; fi
    done
    if [ -e drand.tsv ] && grep -Eq '^beacon=(.*;)?DRAND/' manifest.txt supplement.*.txt 2>/dev/null; then
        unchecked drand "drand 签名未验" "the signatures of drand were not checked"
    fi
}

# ---- 抽取部分 / the draw ----
beacon() {  # the value revealed begins, source by source, with what was named; a round that names none takes the first
    BEACON=$(get "$reveal" beacon)
    named=$(get "$request" beacon)
    if [ -z "$named" ] && [ "$BEACON" = "$first_beacon" ]; then
        ok beacon "沿用首轮随机源" "the beacon is that of the main draw"
    elif printf '%s\n' "$named" "$BEACON" | awk "$awk_library"'
        function ascending(s, count, top,  n, q, i) {  # so many numbers from 1 to top, without leading zeros
            n = split(s, q, "[.]")
            for (i = 1; i <= n; i++) if (q[i] !~ /^[1-9][0-9]?$/ || q[i] + 0 > top || q[i] + 0 <= q[i - 1] + 0) return 0
            return n == count
        }
        function groups(s, k, n, j, m,  q) {
            return split(s, q, "[+]") == 2 && ascending(q[1], k, n) && ascending(q[2], j, m)
        }
        function dice(s,  n, q, i) {
            n = split(s, q, "[.]")
            for (i = 1; i <= n; i++) if (q[i] !~ /^(0|[1-9][0-9]?[0-9]?)$/ || q[i] + 0 > q[1] + 0) return 0
            return n > 1 && q[1] >= 2 && q[1] <= 100
        }
        function canonical(source, s) {  # the one form of a value; of an unknown source, any field
            if (source == "KL8") return ascending(s, 20, 80)
            if (source == "SSQ") return groups(s, 6, 33, 1, 16)
            if (source == "DLT") return groups(s, 5, 35, 2, 12)
            if (source == "FC3D") return s ~ /^[0-9][0-9][0-9]$/
            if (source == "PL5") return s ~ /^[0-9][0-9][0-9][0-9][0-9]$/
            if (source == "DICE") return dice(s)
            if (source == "DRAND") return hex(s, 64)
            return source !~ /^(SZSE399001|SSE000001)$/ || s ~ /^(0|[1-9][0-9]*)[.][0-9][0-9]$/
        }
        NR == 1 { n = split($0, named, ";"); next }
        { if (!n || split($0, told, ";") != n) exit 1 }
        { for (i = 1; i <= n; i++) if (split(told[i], p, "/") != 3 || named[i] "" != p[1] "/" p[2] || !field(p[3]) ||
            !canonical(p[1], p[3])) exit 1 }'
    then ok beacon "随机源与所列相符" "the beacon is of the sources and editions named"
    else refuse beacon "$reveal 的随机源与所列不符或写法有误" "the beacon of $reveal is malformed or not of the sources named"
    fi
    if [ "$round" = 0 ]; then first_beacon=$BEACON; fi
}
codes() {  # one-time codes lead to their chains in round + 1 steps; sets tail = the codes, in byte order of the parties
    tail=''
    codes_before=$report
    for party in $(names manifest.txt chain); do
        code=$(get "$reveal" "code.$party")
        tail="$tail|$code"
        link=$code step=0
        while [ $step -le "$round" ]; do link=$(H "ssj1|chain|$party|$link") step=$((step + 1)); done
        if [ -z "$code" ]; then
            refuse code "$reveal 缺 $party 的一次性码" "the code of $party is missing in $reveal"
        elif [ "$link" != "$(get manifest.txt "chain.$party")" ]; then
            refuse code "$reveal：$party 的一次性码不是 $step 步通向 chain.$party" \
                "$reveal: the code of $party does not lead to chain.$party in $step steps"
        fi
    done
    for party in $(names "$reveal" code); do
        if [ -z "$(get manifest.txt "chain.$party")" ]; then refuse code "清单没有 $party" "the manifest has no party $party"; fi
    done
    if [ "$codes_before" = "$report" ]; then ok code "一次性码相符" "the one-time codes agree"; fi
}
agree() {  # agree KEY VALUE: a value that the reveal may hold for convenience
    said=$(get "$reveal" "$1")
    if [ "${said:-$2}" = "$2" ]; then ok "$1" "$1 = $2" "agrees or is not given"; else refuse "$1" "$1 应为 $2" "another $1"; fi
}
seed() {
    if [ "$round" = 0 ]; then asked=-; else asked=$(hash_of "$request"); fi
    SEED=$(H "ssj1|seed|$COMMIT|$round|$asked|$BEACON$tail")
    key=$(H "ssj1|obj|$SEED" | cut -c1-32)
    agree seed "$SEED"
    agree key "$key"
    agree mkey "$(H "ssj1|ins|$SEED" | cut -c1-32)"
}
ids() {  # ids PART: of the drawn, or (all) of the frames too, each once
    { cut -f4 "$drawn"; if [ "$1" = all ]; then for f in $frames; do cut -f1 "frame.$f.tsv"; done; fi; } | sort -u
}
tickets() {  # tickets PART: "TICKET TAB ID" in ascending order; one process per id
    ids "$1" | while IFS= read -r id; do
        printf '%s\t' "$id"
        printf '%s|%s' "$key" "$id" | $digest
    done | awk -F '\t' '{ print substr($2, 1, 64) "\t" $1 }' | sort
}
replay() {
    part=all
    n=$(ids all | grep -c '')
    if [ "$n" -gt "$patience" ]; then
        part=drawn
        unchecked replay "编号 $n 个，多于 $patience：未抽中的没有重算" "$n ids, more than $patience: those not drawn were not hashed"
    fi
    feed="tickets $part"
    run "$awk_library$awk_known$awk_draw" $known what=request "$request" what=thresholds "$thresholds" what=tickets - what=list "$drawn"
    feed=:
}
batches() {  # the drawn of a frame in ticket order, in runs as even as possible, the longer first
    there batches.tsv && table batches.tsv 3 || return
    if for f in $(names manifest.txt batches); do
        runs=$(get manifest.txt "batches.$f")
        if [ ${#runs} -gt 15 ]; then runs=999999999999999; fi  # more than there are ids, and exact in a double
        awk -F '\t' -v f="$f" '$1 "" == f "" { print $3 "\t" $4 }' drawn.tsv | sort | cut -f2 |
            awk -v f="$f" -v runs="$runs" '{ id[NR] = $0 } END {
                long = NR % runs; short = int(NR / runs)
                for (b = 1; i < NR; b++) for (j = 1; j <= short + (b <= long); j++) print f "\t" b "\t" id[++i]
            }'
    done | sort | cmp -s - batches.tsv
    then ok batches "批次与号签顺序相符" "the batches follow the order of tickets"
    else refuse batches "批次不是号签顺序的均分" "the batches are not the even runs of the ticket order"
    fi
}
enter() {  # enter ROUND: its files; the messages name it
    round=$1 suffix=.$1 request=supplement.$1.txt in_zh="第 $1 轮：" in_en="round $1: "
    if [ "$1" = 0 ]; then suffix='' request=manifest.txt in_zh='' in_en=''; fi
    reveal=reveal$suffix.txt drawn=drawn$suffix.tsv thresholds=thresholds$suffix.tsv
    revealed=no
    told="$reveal $drawn $thresholds assignments$suffix.tsv advisers$suffix.tsv"
    if [ "$round" = 0 ]; then told="$told substitutions.tsv"; fi
    for f in $told; do if [ -e "$f" ]; then revealed=yes; fi; done
}
drawing() {  # a round from its reveal to the list of the drawn
    if [ $revealed = no ]; then
        unchecked uncommitted "尚未公开 $reveal：只核验了锁定部分" "$reveal is not there yet: only the commitment was checked"
        return
    fi
    if there "$reveal" && sheet "$reveal"; then
        beacon
        if [ -n "$digest" ]; then codes; seed; fi
    else
        legible=no
    fi
    there "$drawn" && table "$drawn" 4 || legible=no
    there "$thresholds" && table "$thresholds" 5 || legible=no
    if [ $legible = no ]; then
        unchecked replay "有文件缺失或不可读，抽取未重演" "files are missing or unreadable, the draw was not replayed"
    elif [ -n "$digest" ]; then
        replay
    fi
    if [ $legible = yes ]; then known="$known what=drawn $drawn"; fi
}
supplement() {  # supplement BEFORE WAS_REVEALED: what a round asks for; false where the round can go no further
    if [ "$2" = no ] && { [ "$round" -gt 1 ] || [ $revealed = yes ]; }; then
        refuse supplement "上一轮尚未公开，本轮未查" "the round before is not revealed, this one was not checked"
    elif there "$request" && sheet "$request" "$1"; then
        people
        if [ "$rows_of" ]; then substituted; fi
        if [ $legible = no ]; then return 0; fi
        run -v revealed="$2" "$awk_library$awk_known$awk_supplement" $known now=1 what=supplement "$request"
        known="$known what=supplement $request"
        return
    fi
    legible=no
    return 1
}
rounds() {  # the main draw is round 0
    numbers=/ strays=
    if [ "$rows_of" ]; then strays='inspectors.[0-9]*.tsv recusals.[0-9]*.tsv assignments.[0-9]*.tsv'; fi
    case $rows_of in *advisers*) strays="$strays advisers.[0-9]*.tsv" ;; esac
    drawing
    assigned
    KEY=$key
    if [ -n "$digest" ] && [ $legible = yes ] && [ $revealed = yes ] && grep -q '^batches[.]' manifest.txt; then batches; fi
    while was="$request $revealed"; enter $((round + 1)); [ -e "$request" ]; do
        numbers=$numbers$round/
        supplement $was && { drawing; assigned; }
    done
    enter 0
    for f in supplement.*.txt supplement.*.tsr reveal.[0-9]*.txt drawn.[0-9]*.tsv thresholds.[0-9]*.tsv $strays; do
        k=${f#*.} k=${k%.*}
        case $numbers in */"$k"/*) continue ;; esac
        if [ ! -e "$f" ]; then continue; fi
        f=$(printf '%s' "$f" | tr -c '0-9a-z.' '?')
        refuse supplement "$f 不属于任何一轮：轮次须从 1 起连续" "$f belongs to no round: they are numbered from 1 without gaps"
    done
}

# ---- 开始 / main ----
case ":$PATH:" in *:[!/]*) cannot "PATH 含相对路径" "PATH holds a relative folder" ;; esac
for tool in sha256sum sort awk cut grep cmp printf tr; do
    command -v "$tool" >/dev/null 2>&1 || cannot "缺少工具 $tool" "$tool is not installed"
done
utf8="^($(printf '%s' "$utf8" | awk -v more="$more" '{ gsub(/M/, more); print }'))*$"
digest=sha256sum
[ "$(H abc)" = ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad ] ||
    cannot "sha256sum 不合用" "this sha256sum is not fit for use"
[ "$(printf '\377\n溧阳\n\355\240\200\n' | grep -Evc "$utf8")" = 2 ] ||
    cannot "grep 不合用" "this grep is not fit for use"
patience=${SSJ_PATIENCE:-20000}
case $patience in *[!0-9]*) cannot "SSJ_PATIENCE 不是整数" "SSJ_PATIENCE is not an integer" ;; esac
case $0 in */*) dir=${0%/*} ;; *) dir=. ;; esac
dir=${1:-$dir}
case $dir in /*) ;; *) dir=./$dir ;; esac
cd "$dir" 2>/dev/null || cannot "没有这个目录" "no such folder"
if [ ! -f manifest.txt ] || [ ! -r manifest.txt ]; then cannot "目录中没有 manifest.txt" "there is no manifest.txt"; fi

wide=no
key=KEY KEY=KEY first_beacon='' feed=:
enter 0
alg=$(get manifest.txt alg)
if [ "$alg" = sm3 ]; then
    for digest in 'cksum -a sm3 --untagged' 'openssl dgst -sm3 -r' ''; do
        [ "$(H abc 2>/dev/null)" = 66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0 ] && break
    done
fi
COMMIT=$(hash_of manifest.txt)
if sheet manifest.txt; then
    frames=$(names manifest.txt frame)
    commitment
    people
    beyond
    rounds
    matching
else
    unchecked replay "manifest.txt 不可读，其余未查" "manifest.txt cannot be read, nothing else was checked"
fi
if [ $wide = yes ]; then note form.unicode "NFC 与字符类别未全查" "NFC and the categories of characters were not all checked"; fi
note beacon "请自行对照开奖、收盘等公布的值" "compare the values of the beacon with their public sources yourself"
note serial "与前后期次的链接须用它们的文件核对" "the chain to other serials is checked with their own bundles"
note level "本脚本不计算保证等级，也不验时间戳" "this script computes no assurance level and checks no time token"
refused=$(count 拒绝)
left=$(count 未查)
printf '合计 summary: 通过 %s ok, 拒绝 %s refused, 未查 %s unchecked; COMMIT %s\n' "$(count 通过)" "$refused" "$left" "${COMMIT:--}"
printf '%s\n' "企业自查 owner: printf '%s|%s' $KEY ID | ${digest:-openssl dgst -sm3 -r}"
if [ "$refused" -gt 0 ]; then exit 1; fi
if [ "$left" -gt 0 ]; then exit 3; fi
