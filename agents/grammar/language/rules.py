"""The grammar of acts: what a request is made of, as productions over the terminals of the vocabulary.

`name {slot}: ...` calls the numbers and amounts in a phrase by the slot they fill, `{slot=value}` says something by
itself. `/` means one of them, `?` that it may be missing. A request is a row of units of its family, in any order.
"""

SHARED = """
sep: PUNCT | POLITE | NOW
link: AND | WITH | COLON | THEN | AND COLON | AND WITH
lead: WISH/ASKS WISH? POLITE? POLITE? ME? EN? | ME EN?
mine {mine=1}: MINE
the: ART | mine
det: ART/AN/UN/MINE
adj {adj=short}: SHORT/SELLSIDE
adj {adj=long}: BUYSIDE
holding: PENDING? SHARES/POSITIONS PENDING? | PENDING? held PENDING?
held {held=1}: POSITION
name: SYM POSS? | UNK POSS?
inst: the? adj? name adj? holding? adj? OWNED? | the? adj? holding adj? OF/ON/A/TO? the? adj? name OWNED? | LSHARE OF? name | the? adj OF/ON/A/TO? the? name holding? | the? PENDING name holding?
prep: AT/A/TO/OF/COLON
amount: NUM/MONEY
"""

TRADE = """
unit: link? piece | COLON? verb | sep
verb: head | hq | entry | invest | side
piece: size | price | guard | kind | life | where
bs {head=buy}: BUY
bs {head=sell}: SELL
bs {head=short}: SHORT
head {head=buy}: lead? BUY ME? | lead? GET ME? | lead? LONG ON? | lead? ENTER ON? BUYSIDE | lead? OPEN det? BUYSIDE POSITION? |
    lead? OPEN det? POSITION BUYSIDE | lead? SETV? ME? det? ORDER OF/TO/FOR? BUY | lead? SETV ME? det? BUY | det BUY |
    BUY ORDER | det BUY ORDER | lead? SETV ME? det? BUY ORDER?
head {head=sell}: lead? SELL ME? | lead? SETV? ME? det? ORDER OF/TO/FOR? SELL | lead? SETV ME? det? SELL | det SELL | SELL ORDER |
    det SELL ORDER | lead? SETV ME? det? SELL ORDER?
head {head=short}: lead? SHORT ME? | lead? SETV ME? det? ORDER? OF/TO/FOR? SHORT | lead? ENTER ON? SELLSIDE | lead? OPEN det? SELLSIDE POSITION? | lead? OPEN det? POSITION SELLSIDE
head {head=close}: lead? CLOSE ME? | lead? FLAT ON?
head {head=cover}: lead? COVER ME?
head {head=buyback}: lead? BUYBACK ME?
head {head=flatten}: lead? FLATTEN
head {head=dump}: lead? DUMP ME?
head {head=cut}: lead? CUT ME?
head {head=reduce}: lead? REDUCE/SLICE ME?
head {head=shave}: lead? SHAVE ME?
head {head=enter}: lead? ENTER | lead? OPEN det? POSITION | lead? SETV ME? det? ORDER
head {head=place}: lead? SETV/INVEST ME?
head {head=enter entry=limit}: lead? SETV ME? det? LIMIT ORDER | lead? SETV ME? det? ORDER LIMIT
side {side=buy}: ATBUY
side {side=sell}: ATSELL
hq {quantity}: head EN? NUM MORE? SHARES/TIMES?
hq {quantity head=want}: GIVE ME? EN? NUM MORE? SHARES/TIMES?
hq {quantity=1 head=want}: GIVE UN/AN MORE? SHARES
hq {notional head=want}: GIVE MONEY WORTH? OF?
entry {entry=stop_limit}: lead? SETV? ME? det? bs STOPLIMIT ORDER? | lead? SETV? ME? det? STOPLIMIT ORDER? TO/OF/FOR? bs | lead? SETV? ME? det? ORDER STOPLIMIT TO/OF/FOR? bs
entry {entry=stop}: lead? SETV? ME? det? bs ESTOP ORDER? | lead? SETV? ME? det? STOP ORDER TO/OF/FOR? bs | lead? SETV? ME? det? ORDER STOP TO/OF/FOR? bs | lead? SETV? ME? det? STOP OF? bs | lead? SETV? ME? det? ORDER OF/TO/FOR? bs ESTOP
entry {entry=limit}: lead? SETV? ME? det? bs LIMIT ORDER? | lead? SETV? ME? det? LIMIT ORDER? TO/OF/FOR? bs | lead? SETV? ME? det? ORDER LIMIT TO/OF/FOR? bs | lead? SETV? ME? det? ORDER OF/TO/FOR? bs LIMIT
entry {market=1}: lead? SETV? ME? det? bs MARKET ORDER? | lead? SETV? ME? det? MARKET ORDER? TO/OF/FOR? bs | lead? SETV? ME? det? ORDER MARKET TO/OF/FOR? bs
entry {day=1}: lead? SETV? ME? det? TODAY ORDER? TO/OF/FOR bs
entry {gtc=1}: lead? SETV? ME? det? GTC ORDER? TO/OF/FOR bs
kind {entry=limit}: ON/WITH/ASW? det? LIMIT ORDER | ON/WITH/ASW? det? ORDER LIMIT
kind {entry=stop_limit}: ON/WITH/ASW/AT/A? det? STOPLIMIT ORDER? | ON/WITH/ASW? det? ORDER STOPLIMIT
kind {entry=stop}: ASW? det? STOP ORDER COLON? | ASW? det? ORDER STOP COLON? | ON? det? ORDER A/ON/OF? TRIGGER OF? TRIGGER? COLON
invest {notional head=buy}: lead? INVEST ME? MONEY WORTH? ON/OF/FOR/TO/A? inst
size: risk | qty | cash | share | whole | few
risk {risk}: det? RISK MAX? prep? MAX/MAXPRE? PERCENT/amount of_account? | RISK MAXPRE PERCENT/amount of_account? | PERCENT/amount of_account? OF? RISK/ATRISK MAX? | lead RISK PERCENT/amount of_account?
of_account: OF/ON ART/MINE? ACCOUNT
qty {quantity}: NUM MORE? SHARES/TIMES? OF/ON? the? inst MORE? | NUM MORE? SHARES MORE? | det? QTY COLON/OF? NUM SHARES? | TIMES NUM | NUM OF inst
qty {quantity}: OF/ON NUM MORE? SHARES? OF? the? inst MORE? | FOR NUM MORE? SHARES? inst | FOR/WITH NUM MORE? SHARES OF? the? inst | FOR NUM MORE? SHARES | OF NUM SHARES
qty {spent}: FOR NUM OF the? inst | FOR NUM
qty {quantity=1}: UN/AN MORE? SHARES OF? the? inst | UN SYM | AN/UN SYM SHARES
qty {about}: APPROX NUM SHARES? OF? inst? | ABOUT SHARES? OF? inst?
by {by}: BY/OF NUM SHARES? | BY/OF NUM SHARES? OF? inst
cash {notional}: FOR/OF/CASHPRE? COLON? MONEY WORTH? OF? the? SHARES? OF? inst | MONEY ON inst | FOR/OF/CASHPRE MONEY WORTH? | WITH MONEY | WORTH OF? MONEY
share {share=0.5}: BY/OF/ON? the? HALF OF? | INHALF
share {share=0.25}: BY/OF? the? QUARTER OF?
share {share=0.75}: BY/OF? the? THREEQ OF?
share {share=third}: BY/OF? the? THIRD OF?
share {share}: BY/OF? the? PERCENT OF?
whole {all=1}: OF? ALL | the? ALL OF? inst | ALLIN inst | WHOLLY | ALL OWNED
whole {all=1 shares=1}: ALL OF? the? SHARES OWNED?
whole {positions=1}: the? PENDING? POSITIONS PENDING? OWNED? | ALL OF? the? PENDING? POSITIONS PENDING? OWNED?
whole {position=1}: the? PENDING? held PENDING? | TO/ON the held
few {few=1}: FEW SHARES? OF? inst | FEW SHARES
price: limit | limit_max | limit_min | at | trigger
each: EACH
limit {limit}: AT/A/WITH? det? LIMIT PRICE/ORDER? OF/COLON? prep? amount EACH? BETTER? | AT/A? amount BETTER | AT/A amount LIMIT | ON/WITH? det? ORDER LIMIT prep? amount | MONEY LIMIT
limit_max {limit_max}: AT/A amount EACH? MAX | AT/A MAXPRE amount EACH? | AT/A MAXPRE prep amount EACH?
limit_max {limit_max bare=1}: FOR? MAXPRE prep? amount EACH? | amount EACH? MAX | MAX COLON amount
limit_min {limit_min}: AT/A amount EACH? MIN | AT/A MINPRE amount EACH?
limit_min {limit_min bare=1}: FOR? MINPRE prep? amount EACH? | amount EACH? MIN | MIN COLON amount
at {at}: AT/A det? PRICE OF? amount EACH? | AT/A COLON? amount EACH? | det? PRICE COLON/OF? amount EACH? | FOR amount EACH | amount EACH
trigger {trigger}: ON/AT/A/WITH? det? TRIGGER PRICE? prep? amount | ON det? STOP prep? amount
guard: stop | target
stop {stop}: SETV? det? STOP/STOPLOSS PRICE? prep? amount | amount ASW det? STOP/STOPLOSS
stop {stop_rel}: SETV? det? STOP/STOPLOSS prep? PERCENT s_way? | SETV? det? PERCENT OF? STOP/STOPLOSS s_way? | SETV? det? STOP/STOPLOSS prep? amount s_way | SETV? det? STOP/STOPLOSS s_way OF PERCENT/amount
s_way {stop_way=below}: BELOW base?
s_way {stop_way=above}: ABOVE base?
s_way {stop_way=away}: AWAY base?
target {target}: SETV? det? TARGET PRICE? prep? amount | amount ASW det? TARGET
target {target_rel}: SETV? det? TARGET prep? PERCENT t_way? | SETV? det? PERCENT OF? TARGET t_way? | SETV? det? TARGET prep? amount t_way | SETV? det? TARGET t_way OF PERCENT/amount
t_way {target_way=below}: BELOW base?
t_way {target_way=above}: ABOVE base?
t_way {target_way=away}: AWAY base?
base: OF? ART/MINE? PRICE/ENTRY/QUOTED
kind {market=1}: AT/A? det? MARKET ORDER? | det? ORDER OF? MARKET
life {gtc=1}: FOR? det? GTC ORDER? | det? ORDER GTC
life {day=1}: FOR? det? TODAY ORDER? ONLY? | FOR det? DAY ORDER? ONLY? | det? ORDER TODAY | ONLY TODAY
where: ON/FOR/OF? inst | it | OFFTABLE
where {off=1}: OFF inst | OFFTABLE
where {add=1}: TO/A/ON/WITH mine PENDING? SHARES/held? OF? name holding?
it {symbol=last}: OF/ON? IT | EN | ALL OF IT
"""

REDUCE_MORE = """
piece: by
head {head=takeout}: lead? TAKEOUT ME?
head {head=lower}: lead? LOWER ME?
head {head=reduce share=0.5}: lead? HALVE ME?
"""

REDUCE_COMMAND = """
piece: by | placed
placed {quantity}: inst NUM
"""

CANCEL = """
unit: link? piece | COLON? head | sep
piece: drop | last | whole | one | order | where
head {head=cancel}: lead? CANCEL ME?
drop {head=cancel all=1}: lead? DISCARD ME? ALL OF? ART/MINE? PENDING? ORDERS PENDING? | lead? KILLALL OF? ART/MINE? PENDING? ORDERS PENDING? | lead ALL CANCEL
drop {head=cancel orders=1}: lead? DISCARD ME? ART/MINE? PENDING? ORDERS PENDING?
drop {head=cancel order=last}: lead? DISCARD ME? ART/MINE? LASTW ORDER | lead? DISCARD ME? ART/MINE? ORDER LASTW
drop {head=cancel order}: lead? DISCARD ME? ART/MINE? ORDER ORDER? COLON? NUM/ID
order {order head=cancel}: lead? CANCEL NUM/ID
order {order}: ART/MINE? ORDER ORDER? COLON? NUM/ID | ART/MINE? ID
last {order=last}: IT | ART/MINE? LASTW ORDER? | ART/MINE? ORDER LASTW | EN
whole {all=1}: ALL | ALL PENDING | ALL OF? ART/MINE? PENDING? ORDERS PENDING?
whole {orders=1}: ART/MINE? PENDING? ORDERS PENDING? | SYM ORDERS
one {one=1}: ART/MINE? PENDING? ORDER PENDING?
one {one=1 kind=1}: ART/MINE? BUY/SELL/LIMIT/STOP/STOPLIMIT ORDER | ART/MINE? ORDER OF? BUY/SELL/LIMIT/STOP/STOPLIMIT
where: ON/FOR/OF? inst
"""

AMEND = """
unit: link? piece | COLON? head | sep
piece: change | where | order | relative
head {head=amend}: lead? AMEND ME? | lead? SETV ME?
noun_stop: STOP/STOPLOSS
to: TO/AT/A/COLON/ON | TO/AT/A COLON
whose: OF/ON/FOR? ART/MINE? ORDER/POSITION? OF/ON? ART? name ORDER/POSITION?
whose {order}: OF/ON/FOR? ART/MINE? ORDER? ORDER NUM/ID | OF/ON/FOR? ID
whose {order=last}: OF/ON/FOR IT | OF/ON/FOR ART/MINE? LASTW ORDER | OF/ON/FOR ART/MINE? ORDER LASTW
own {own=1}: ITS
was {was}: OF amount
change: c_stop | c_target | c_limit | c_trigger | c_quantity
c_stop {stop}: own/det? noun_stop PRICE? was? to amount | f_stop was? to amount | to amount own/det? noun_stop whose? | to amount f_stop
c_target {target}: own/det? TARGET PRICE? was? to amount | f_target was? to amount | to amount own/det? TARGET whose? | to amount f_target
c_limit {limit}: own/det? LIMIT PRICE? was? to amount | f_limit was? to amount | to amount own/det? LIMIT whose? | to amount f_limit
c_trigger {trigger}: own/det? TRIGGER PRICE? was? to amount | f_trigger was? to amount
c_quantity {quantity}: own/det? QTY was? to NUM SHARES? | f_quantity was? to NUM SHARES?
c_stop {stop listed=1}: COLON/PUNCT det? noun_stop PRICE? amount
c_target {target listed=1}: COLON/PUNCT det? TARGET PRICE? amount
c_limit {limit listed=1}: COLON/PUNCT det? LIMIT PRICE? amount
c_quantity {quantity listed=1}: COLON/PUNCT det? QTY NUM SHARES?
c_stop {stop head=amend}: own/det? NEWW noun_stop PRICE? whose? to? amount | own/det? name NEWW noun_stop to? amount
c_target {target head=amend}: own/det? NEWW TARGET PRICE? whose? to? amount | own/det? name NEWW TARGET to? amount
c_limit {limit head=amend}: own/det? NEWW LIMIT PRICE? whose? to? amount
c_trigger {trigger head=amend}: own/det? NEWW TRIGGER PRICE? whose? to? amount
c_quantity {quantity head=amend}: own/det? NEWW QTY whose? to? NUM SHARES?
theirs {order}: ART/MINE? ORDER ORDER? NUM/ID POSS
f_stop: det? noun_stop PRICE? whose | det? name noun_stop | theirs noun_stop
f_target: det? TARGET PRICE? whose | det? name TARGET | theirs TARGET
f_limit: det? LIMIT PRICE? whose | det? name LIMIT | theirs LIMIT PRICE?
f_trigger: det? TRIGGER PRICE? whose | det? name TRIGGER | theirs TRIGGER
f_quantity: det? QTY whose | det? name QTY | theirs QTY
where: ON/FOR/OF? ART/MINE? ORDER/POSITION? OF/ON? name ORDER/POSITION?
order {moved order=last}: IT to amount
order {order}: ON/FOR/OF? ART/MINE? ORDER ORDER? NUM/ID | ON/FOR/OF? ID
relative {relative=1}: own/det? field whose? OF/BY/to? PERCENT way? | own/det? field whose? OF/BY amount | own/det? field whose? to? amount way | own/det? field whose? LITTLE | own/det? field whose? to? ENTRY | own/det? field | field whose | IT LITTLE | IT OF/BY PERCENT/amount | LITTLE
field: STOP/STOPLOSS/TARGET/LIMIT/TRIGGER/QTY
way: BELOW/ABOVE/AWAY base?
base: OF? ART/MINE? PRICE/ENTRY/QUOTED
"""

AMEND_SET = """
order {order head=amend}: AMEND NUM/ID
c_stop {stop}: own/det? noun_stop PRICE? amount | f_stop amount
c_target {target}: own/det? TARGET PRICE? amount | f_target amount
c_limit {limit}: own/det? LIMIT PRICE? amount | f_limit amount
c_trigger {trigger}: own/det? TRIGGER PRICE? amount | f_trigger amount
c_quantity {quantity}: own/det? QTY NUM | f_quantity NUM
"""

ADVANCE = """
unit: link? piece | COLON? head | leap | sep
piece: count | clock
clock: ON? ART/MINE? MARKET/CLOCK
head {head=advance}: lead? ADVANCE ME?
head {head=advance sessions=1}: lead? NEXTDAY
leap {head=advance}: lead? PASSW dated
dated {sessions}: OF/BY/FOR? NUM MORE? DAY/DAYS MORE?
dated {weeks}: OF/BY/FOR? NUM MORE? WEEK/WEEKS MORE?
dated {sessions=1}: OF/BY/FOR? UN/AN MORE? DAY
dated {weeks=1}: OF/BY/FOR? UN/AN MORE? WEEK
count: dated
count {sessions}: OF/BY? NUM
"""

SWITCH = """
unit: link? piece | sep
piece: head | account
head {head=halt}: lead? HALT
head {head=resume}: lead? RESUME
account {account=1}: ON/FOR/OF? ART/MINE? ACCOUNT UNK | ON/FOR/OF? ART/MINE? UNK ACCOUNT
"""

REPEAT = """
unit: link? piece | sep
piece: what | where
what {factor=1}: lead? REPEAT
what {factor=2}: lead? DOUBLE
what {factor=3}: lead? TRIPLE
where: FOR/ON/WITH inst
"""

PREVIEW = """
verb: supposing | h_head
piece: effect | ifi
supposing {preview=1}: lead? PREVIEW ME? OF? det? | WHATIF det?
h_head {head=buy}: BUYH | BUYH OF?
h_head {head=sell}: SELLH OF?
h_head {head=short}: SHORTH
hq {quantity}: h_head NUM MORE? SHARES?
effect {effect=1}: EFFECT | HITS? ON/TO/A/FOR/OF/AT? ART/MINE? RISKY | HITS
ifi: IFI
"""

LOOSE = """
piece: bare
bare {bare_limit}: NUM
bare {placed}: inst PUNCT/COLON? NUM
"""

FAMILIES = {
    "trade": SHARED + TRADE + LOOSE,
    "reduce": SHARED + TRADE + REDUCE_MORE,
    "reduce_command": SHARED + TRADE + REDUCE_COMMAND,
    "preview": SHARED + TRADE + LOOSE + PREVIEW,
    "cancel": SHARED + CANCEL,
    "amend": SHARED + AMEND,
    "set": SHARED + AMEND + AMEND_SET,
    "advance": SHARED + ADVANCE,
    "switch": SHARED + SWITCH,
    "repeat": SHARED + REPEAT,
}
"""The notation of each family of acts."""

FIRM = {name: notation.replace(LOOSE, "") for name, notation in FAMILIES.items()}
"""The same without numbers that stand alone: what is left over by these is quoted."""
