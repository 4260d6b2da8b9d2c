"""Names of months and time zones, as bylines write them, folded: lower case, no accents, no full stops."""

_NAMES = """
1 january jan januar janner jaenner januari janvier janv enero ene gennaio gen janeiro styczen stycznia leden ledna
1 januara januar ocak oca tammikuu tammikuuta ianuarie ian gener ιανουαριου ιαν января январь янв січня januar январа
1 يناير כנואר ינואר ژانویه มกราคม januarius sijecnja siječnja sausio janvaris jaanuar janvari
2 february feb februar feber februari fevrier fevr febrero febbraio fevereiro fev luty lutego unor unora subat sub
2 helmikuu helmikuuta februarie febrer φεβρουαριου φεβ февраля февраль фев лютого фебруара فبراير פברואר veljace
3 march mar marz marz maerz maart mrt mars marzo março marco marzec marca brezen brezna mart maaliskuu maaliskuuta
3 martie març μαρτιου μαρ марта март мар березня مارس מרץ ozujka marcius marc
4 april apr avril avr abril abr aprile kwiecien kwietnia duben dubna nisan nis huhtikuu huhtikuuta aprilie απριλιου
4 апреля апрель апр квітня априла ابريل أبريل אפריל travnja aprilis
5 may mai mei maj mayo maggio mag maio maja kveten kvetna mayis toukokuu toukokuuta maig μαιου μαι мая май травня маја
5 مايو מאי svibnja majus
6 june jun juni juin junio giugno giu junho czerwiec czerwca cerven cervna haziran haz kesakuu kesakuuta iunie iun juny
6 ιουνιου ιουν июня июнь июн червня јуна يونيو יוני lipnja junius
7 july jul juli juillet juil julio luglio lug julho lipiec lipca cervenec cervence temmuz tem heinakuu heinakuuta iulie
7 iul juliol ιουλιου ιουλ июля июль июл липня јула يوليو יולי srpnja julius
8 august aug aout agosto ago ago augustus sierpien sierpnia srpen srpna agustos agu elokuu elokuuta agost αυγουστου αυγ
8 августа август авг серпня أغسطس اغسطس אוגוסט kolovoza
9 september sep sept septembre septiembre settembre set setembro wrzesien wrzesnia zari eylul eyl syyskuu syyskuuta
9 septembrie setembre σεπτεμβριου σεπ сентября сентябрь сен вересня септембра سبتمبر ספטמבר rujna szeptember
10 october oct oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika rijen rijna ekim eki lokakuu
10 lokakuuta octombrie octubre οκτωβριου οκτ октября октябрь окт жовтня октобра أكتوبر اكتوبر אוקטובר listopada oktobra
11 november nov novembre noviembre novembro listopad listopada kasim kas marraskuu marraskuuta noiembrie νοεμβριου νοε
11 kasım ноября ноябрь ноя листопада новембра نوفمبر נובמבר studenoga
12 december dec dezember dez desember des decembre diciembre dic dicembre dezembro grudzien grudnia prosinec prosince
12 aralik aralık ara joulukuu joulukuuta decembrie desembre δεκεμβριου δεκ декабря декабрь дек грудня
12 децембра ديسمبر דצמבר prosinca
"""


def _table() -> dict[str, int]:
    rows = (line.split() for line in _NAMES.splitlines() if line)
    return {name: int(month) for month, *names in rows for name in names}


MONTHS = _table()

# Hours east of UTC. "ist" and others with two meanings are left out.
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2,
    "sast": 2, "eest": 3, "msk": 3, "wib": 7, "hkt": 8, "sgt": 8, "awst": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13, "edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8,
    "brt": -3,
}  # fmt: skip
