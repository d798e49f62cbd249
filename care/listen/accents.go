package listen

// accents has, in each line, a letter and those that are read as it: the same with an accent, a stroke or a
// final form. Small letters only; capitals follow them.
const accents = `aªàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ
bƀḃḅḇ
cçćĉċčḉ
dðďđḋḍḏḑḓ
eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ
fḟ
gĝğġģǧǵḡ
hĥħȟḣḥḧḩḫẖ
iìíîïĩīĭįıǐȉȋɨḭḯỉị
jĵǰ
kķǩḱḳḵ
lĺļľłḷḹḻḽ
mḿṁṃ
nñńņňǹṅṇṉṋ
oºòóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ
pṕṗ
rŕŗřȑȓṙṛṝṟ
sśŝşšſșṡṣṥṧṩẛẜẝ
tţťŧțṫṭṯṱẗ
uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự
vṽṿ
wŵẁẃẅẇẉẘ
xẋẍ
yýÿŷȳẏẙỳỵỷỹ
zźżžẑẓẕ
ʒǯ
αάἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ
βϐ
εέϵἐἑἒἓἔἕὲέ
ηήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ
θϑ
ιΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ
κϰ
μµ
οόὀὁὂὃὄὅὸό
πϖ
ρϱῤῥ
σςϲ
υΰϋύϒϓϔὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ
φϕ
ωώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ
аӑӓ
гѓ
еѐёӗ
жӂӝ
зӟ
ийѝӣӥ
кќ
оӧ
уўӯӱӳ
чӵ
ыӹ
эӭ
ії
ѵѷ
әӛ
өӫ
اآأإ
وؤ
يئ
ہۂ
ےۓ
ەۀ`

// ligatures has, in each line, two letters and those that are read as them.
const ligatures = `aeæǣǽ
dzǆǳ
ijĳ
ljǉ
njǌ
oeœ
ssß
thþ`
