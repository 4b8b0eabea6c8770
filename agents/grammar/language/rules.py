"""The grammar of acts: what a request is made of, as productions over the terminals of the vocabulary.

`name {slot}: ...` calls the numbers and amounts in a phrase by the slot they fill, `{slot=value}` says something by
itself. `/` means one of them, `?` that it may be missing. A request is a row of units of its family, in any order.
"""

SHARED = """
sep: PUNCT | POLITE
link: AND | WITH | COLON | THEN | AND COLON | AND WITH
lead: WISH WISH? POLITE? ME? EN? | ME EN?
det: ART/AN/UN/MINE
adj: SHORT/BUYSIDE/SELLSIDE
holding: SHARES/POSITION/POSITIONS
name: SYM POSS? | UNK POSS?
inst: ART? adj? name adj? holding? | ART? adj? holding adj? OF/ON/A/TO? ART? name
prep: AT/A/TO/OF/COLON
amount: NUM/MONEY
"""

TRADE = """
unit: link? piece | COLON? verb | sep
verb: head | hq | entry | invest
piece: size | price | guard | kind | life | where
bs {head=buy}: BUY
bs {head=sell}: SELL
bs {head=short}: SHORT
head {head=buy}: lead? BUY ME? | lead? GET ME? | lead? LONG ON? | lead? ENTER ON? BUYSIDE | lead? OPEN det? BUYSIDE POSITION? |
    lead? OPEN det? POSITION BUYSIDE | lead? SETV ME? det? ORDER? OF/TO/FOR? BUY | det BUY | BUY ORDER | det BUY ORDER | lead? SETV ME? det? BUY ORDER?
head {head=sell}: lead? SELL ME? | lead? SETV ME? det? ORDER? OF/TO/FOR? SELL | det SELL | SELL ORDER | det SELL ORDER | lead? SETV ME? det? SELL ORDER?
head {head=short}: lead? SHORT | lead? SETV ME? det? ORDER? OF/TO/FOR? SHORT | lead? ENTER ON? SELLSIDE | lead? OPEN det? SELLSIDE POSITION | lead? OPEN det? POSITION SELLSIDE
head {head=close}: lead? CLOSE ME?
head {head=flatten}: lead? FLATTEN
head {head=dump}: lead? DUMP ME?
head {head=cut}: lead? CUT ME?
head {head=reduce}: lead? REDUCE ME?
head {head=enter}: lead? ENTER | lead? OPEN det? POSITION | lead? SETV ME? det? ORDER
head {head=enter entry=limit}: lead? SETV ME? det? LIMIT ORDER | lead? SETV ME? det? ORDER LIMIT
hq {quantity}: head EN? NUM MORE? SHARES?
entry {entry=stop_limit}: lead? bs STOPLIMIT ORDER? | lead? SETV? ME? det? STOPLIMIT ORDER? TO/OF/FOR? bs | lead? SETV? ME? det? ORDER STOPLIMIT TO/OF/FOR? bs
entry {entry=stop}: lead? bs ESTOP ORDER? | lead? SETV? ME? det? STOP ORDER TO/OF/FOR? bs | lead? SETV? ME? det? ORDER STOP TO/OF/FOR? bs | STOP OF? bs
entry {entry=limit}: lead? bs LIMIT ORDER? | lead? SETV? ME? det? LIMIT ORDER? TO/OF/FOR? bs | lead? SETV? ME? det? ORDER LIMIT TO/OF/FOR? bs | det LIMIT ORDER | ON/WITH? ORDER LIMIT
entry {market=1}: lead? bs MARKET ORDER? | lead? SETV? ME? det? MARKET ORDER? TO/OF/FOR? bs | lead? SETV? ME? det? ORDER MARKET TO/OF/FOR? bs
entry {day=1}: lead? SETV? ME? det? TODAY TO/OF/FOR bs
entry {gtc=1}: lead? SETV? ME? det? GTC ORDER? TO/OF/FOR bs
invest {notional head=buy}: lead? INVEST ME? MONEY ON/OF/FOR? inst
size: risk | qty | cash | share | whole | few
risk {risk}: det? RISK MAX? prep? MAX/MAXPRE? PERCENT/amount of_account? | RISK MAXPRE PERCENT/amount of_account? | PERCENT/amount OF? RISK MAX? | lead RISK PERCENT/amount of_account?
of_account: OF/ON ART? ACCOUNT
qty {quantity}: NUM MORE? SHARES? OF? ART? inst MORE? | NUM MORE? SHARES MORE?
qty {quantity}: OF NUM MORE? SHARES? OF? ART? inst MORE? | FOR NUM MORE? SHARES? inst | FOR NUM SHARES OF ART? inst
qty {spent}: FOR NUM OF ART? inst | FOR NUM
qty {quantity=1}: UN/AN MORE? SHARES OF? ART? inst | UN SYM | AN/UN SYM SHARES
qty {about}: APPROX NUM SHARES? OF? inst? | ABOUT SHARES? OF? inst?
by {by}: BY/OF NUM SHARES? | BY/OF NUM SHARES? OF? inst
cash {notional}: FOR? MONEY WORTH? OF? ART? SHARES? OF? inst | MONEY ON inst | FOR MONEY | WITH MONEY
share {share=0.5}: BY/OF/ON? ART? HALF OF?
share {share=0.25}: BY/OF? ART? QUARTER OF?
share {share=0.75}: BY/OF? ART? THREEQ OF?
share {share=third}: BY/OF? ART? THIRD OF?
share {share}: BY/OF? PERCENT OF?
whole {all=1}: OF? ALL | ALL OF? ART/MINE? SHARES | ALL OF? inst
whole {positions=1}: ART? POSITIONS
whole {position=1}: ART? POSITION | TO/ON ART POSITION
few {few=1}: FEW SHARES? OF? inst | FEW SHARES
price: limit | limit_max | limit_min | at | trigger
each: EACH
limit {limit}: AT/A? det? LIMIT PRICE/ORDER? prep? amount BETTER? | AT/A? amount BETTER | AT/A amount LIMIT | ON/WITH? det? ORDER LIMIT prep? amount
limit_max {limit_max}: AT/A amount MAX | AT/A MAXPRE amount
limit_max {limit_max bare=1}: FOR? MAXPRE amount | MONEY MAX
limit_min {limit_min}: AT/A amount MIN | AT/A MINPRE amount
limit_min {limit_min bare=1}: FOR? MINPRE amount | MONEY MIN
at {at}: AT/A det? PRICE OF? amount | AT/A COLON? amount EACH?
trigger {trigger}: ON/AT/A/WITH? det? TRIGGER PRICE? prep? amount | ON det? STOP prep? amount
guard: stop | target
stop {stop}: SETV? det? STOP/STOPLOSS PRICE? prep? amount
stop {stop_rel}: SETV? det? STOP/STOPLOSS prep? PERCENT s_way? | SETV? det? PERCENT OF? STOP/STOPLOSS s_way? | SETV? det? STOP/STOPLOSS prep? amount s_way | SETV? det? STOP/STOPLOSS s_way OF PERCENT/amount
s_way {stop_way=below}: BELOW base?
s_way {stop_way=above}: ABOVE base?
s_way {stop_way=away}: AWAY base?
target {target}: SETV? det? TARGET PRICE? prep? amount
target {target_rel}: SETV? det? TARGET prep? PERCENT t_way? | SETV? det? PERCENT OF? TARGET t_way? | SETV? det? TARGET prep? amount t_way | SETV? det? TARGET t_way OF PERCENT/amount
t_way {target_way=below}: BELOW base?
t_way {target_way=above}: ABOVE base?
t_way {target_way=away}: AWAY base?
base: OF? ART/MINE? PRICE/ENTRY/QUOTED
kind {market=1}: AT/A? det? MARKET ORDER? | det? ORDER MARKET | NOW
life {gtc=1}: FOR? det? GTC ORDER?
life {day=1}: FOR? det? TODAY ORDER? | FOR det? DAY ORDER?
where: ON/FOR/OF? inst | it
it {symbol=last}: OF/ON? IT | EN | ALL OF IT
"""

REDUCE_MORE = """
piece: by
"""

REDUCE_COMMAND = """
piece: by | placed
placed {quantity}: inst NUM
"""

CANCEL = """
unit: link? piece | COLON? head | sep
piece: last | whole | one | order | where
head {head=cancel}: lead? CANCEL ME?
order {order head=cancel}: lead? CANCEL NUM/ID
order {order}: ART? ORDER ORDER? NUM/ID | ART? ID
last {order=last}: IT | ART? LASTW ORDER? | ART? ORDER LASTW | EN
whole {all=1}: ALL | ALL OF? ART? PENDING? ORDERS PENDING?
whole {orders=1}: ART? PENDING? ORDERS PENDING? | SYM ORDERS
one {one=1}: ART? PENDING? ORDER PENDING?
one {one=1 kind=1}: ART? BUY/SELL/LIMIT/STOP/STOPLIMIT ORDER | ART? ORDER OF? BUY/SELL/LIMIT/STOP/STOPLIMIT
where: ON/FOR/OF? inst
"""

AMEND = """
unit: link? piece | COLON? head | sep
piece: change | where | order | relative
head {head=amend}: lead? AMEND ME? | lead? SETV ME?
noun_stop: STOP/STOPLOSS
to: TO/AT/A/COLON
whose: OF/ON/FOR? ART? ORDER/POSITION? name
whose {order}: OF/ON/FOR? ART? ORDER? ORDER NUM/ID | OF/ON/FOR? ID
whose {order=last}: OF/ON/FOR IT
own {order=last}: ITS
was {was}: OF amount
change: c_stop | c_target | c_limit | c_trigger | c_quantity
c_stop {stop}: own/det? noun_stop PRICE? was? to amount | f_stop was? to amount
c_target {target}: own/det? TARGET PRICE? was? to amount | f_target was? to amount
c_limit {limit}: own/det? LIMIT PRICE? was? to amount | f_limit was? to amount
c_trigger {trigger}: own/det? TRIGGER PRICE? was? to amount | f_trigger was? to amount
c_quantity {quantity}: own/det? QTY to NUM | f_quantity to NUM
f_stop: det? noun_stop PRICE? whose | det? name noun_stop
f_target: det? TARGET PRICE? whose | det? name TARGET
f_limit: det? LIMIT PRICE? whose | det? name LIMIT
f_trigger: det? TRIGGER PRICE? whose | det? name TRIGGER
f_quantity: det? QTY whose | det? name QTY
where: ON/FOR/OF? ART? ORDER/POSITION? name ORDER/POSITION?
order {moved order=last}: IT to amount
order {order}: ON/FOR/OF? ART? ORDER ORDER? NUM/ID | ON/FOR/OF? ID
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
unit: link? piece | COLON? head | sep
piece: count | clock
clock: ART? MARKET/CLOCK
head {head=advance}: lead? ADVANCE ME?
head {head=advance sessions=1}: lead? NEXTDAY
count {sessions}: OF/BY? NUM MORE? DAY/DAYS MORE?
count {weeks}: OF/BY? NUM MORE? WEEK/WEEKS MORE?
count {sessions=1}: OF/BY? UN/AN MORE? DAY
count {sessions=5}: OF/BY? UN/AN MORE? WEEK
count {sessions}: OF/BY? NUM
"""

SWITCH = """
unit: link? piece | sep
piece: head | when
head {head=halt}: lead? HALT
head {head=resume}: lead? RESUME
when {now=1}: NOW
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
piece: effect
supposing {preview=1}: lead? PREVIEW det? | WHATIF det?
h_head {head=buy}: BUYH | BUYH OF?
h_head {head=sell}: SELLH OF?
h_head {head=short}: SHORTH
hq {quantity}: h_head NUM MORE? SHARES?
effect {effect=1}: EFFECT
"""

FAMILIES = {
    "trade": SHARED + TRADE,
    "reduce": SHARED + TRADE + REDUCE_MORE,
    "reduce_command": SHARED + TRADE + REDUCE_COMMAND,
    "preview": SHARED + TRADE + PREVIEW,
    "cancel": SHARED + CANCEL,
    "amend": SHARED + AMEND,
    "set": SHARED + AMEND + AMEND_SET,
    "advance": SHARED + ADVANCE,
    "switch": SHARED + SWITCH,
    "repeat": SHARED + REPEAT,
}
"""The notation of each family of acts."""
