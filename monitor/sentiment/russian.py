"""Weighs the words of a Russian sentence by their dictionary forms: denial, emphasis, «но», wishes and questions."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.sentiment import scope
from monitor.sentiment.denied import faint, nobody, until, will_not
from monitor.sentiment.instead import otherwise
from monitor.sentiment.lexicon import SARCASM, Lexicon, Phrase, Said
from monitor.sentiment.loyal import without_loyalty
from monitor.sentiment.patterns import with_room
from monitor.sentiment.remedy import needless, unmended
from monitor.sentiment.reported import is_with, joins, only_told
from monitor.sentiment.russian_numbers import counted
from monitor.sentiment.turning import turns_here
from monitor.sentiment.words import Mark, Word, says_nothing
from monitor.words.morphology import compares

_REACH = 3  # words that a «не» turns round, as far as the next comma
_TURNED_GOOD, _TURNED_BAD = -0.74, -0.4  # «не удобно» is a complaint, «не проблема» is faint praise
_NONE_AT_ALL = 1.5  # «ни одной задержки» praises more than «не опоздали»
_AT_ALL = frozenset({"ни", "никакой", "ноль", "0"})
_FADING = (1.0, 0.95)  # «очень» works on the next two words
_CAPITALS = 0.7
_BEFORE_BUT, _AFTER_BUT = 0.6, 1.3
_CONCEDED = 0.5  # «разочарован, хотя секретарь милая»
_WISHED, _IF = 0.2, 0.5  # «было бы удобно» says that it is not; «если сломается» that it has not
_WISHED_FOR = -0.2  # «хотелось бы, чтобы отвечали быстро»: they do not
_SPARE = 1  # words that say nothing may stand inside a phrase: «ответили через 3 недели»
_LONG = 3  # letters: МТС is no shouting
_AFTERWARDS = frozenset({"нет", "нету", "отсутствовать", "ноль"})  # «ответа так и нет»
_FURTHER = 5  # words to «не было»: «проблем с ними за год не возникло»
_NEVER = "никогда"
_ABOUT_WHAT = frozenset({"с", "со"})
_BESIDE, _GUARDED, _FROM = 3, 6, "от"  # «избежать больших штрафов», «защищает базы данных от утечек»
_GONE = 2.0  # that it is less than before says more than that it is not
_PEOPLE = frozenset({"fraud", "staff"})


def marks(words: list[Word], lexicon: Lexicon) -> list[Mark]:
    """The places that weigh something, each with what it adds to the sentence's tone."""
    return otherwise(words, counted(words, without_loyalty(words, list(_Sentence(words, lexicon).marks()))))


class _Sentence:
    def __init__(self, words: list[Word], lexicon: Lexicon) -> None:
        self.words = words
        self.lexicon = lexicon
        self.used = [False] * len(words)
        self.turn = max((n for n, w in enumerate(words) if w.low in lexicon.turns or turns_here(words, n)), default=-1)
        self.wished = {w.clause for w in words if w.low in {"бы", "б"}}
        self.wished_for = scope.wished_for(words, self.wished)
        self.conceded = scope.conceded(words)
        self.conditional = {w.clause for w in words if w.low == "если"}
        self.shouting = sum(w.text.isupper() for w in words) * 2 > len(words)
        self.but_for = scope.but_for(words) if self.conditional else None
        self.easing = scope.easing(words)
        self.silent = {n for n in scope.forgotten(words) if self._weighs_bad(n + 2) or self._weighs_bad(n + 3)}

    def marks(self) -> Iterator[Mark]:
        for first, last, said in with_room(self.lexicon).find(self.words):
            if first and self._denies(self.words[first - 1]):
                continue
            self.used[first : last + 1] = [True] * (last + 1 - first)
            if said.weight:
                yield self._mark(first, last, self._moved(said.weight, first), said.about)
        phrases = self.lexicon.phrases
        for n, word in enumerate(self.words):
            begins = not self.used[n] and (word.low in phrases or word.lemma in phrases)
            if begins and not until(self.words, n) and not joins(self.words, n):
                yield from self._phrase(n)
        if self.easing:
            yield from self._eased_words()
        for n, word in enumerate(self.words):
            if not self.used[n] and n not in self.silent:
                yield from self._word(n, word)

    def _eased_words(self) -> Iterator[Mark]:
        for n, word in enumerate(self.words):
            said = None if self.used[n] else self.lexicon.weight(word.low)
            verb = self._eased_by(n, n, said) if said and said.weight < 0 and self._denial(n) is None else None
            if said and verb is not None:
                self.used[n] = True
                yield self._eased(verb, n, n, said)

    def _eased_by(self, first: int, last: int, said: Said) -> int | None:
        """The verb that makes something bad less, or an end of it; a swindler who disappeared is no comfort."""
        if said.about in _PEOPLE:
            return None
        near = (n for n in self.easing if not self.used[n] and scope.eases(self.words, n, first, last))
        return next((n for n in near if self._denial(n) is None), None)

    def _eased(self, verb: int, first: int, last: int, said: Said) -> Mark:
        self.used[verb] = True
        weight = self._moved(said.weight * _TURNED_BAD * _GONE, first)
        return self._mark(min(verb, first), max(verb, last), weight, said.denied)

    def _phrase(self, at: int) -> Iterator[Mark]:
        for phrase in self._phrases(at):
            end = self._end_of(phrase.words, at)
            if end and not (phrase.words[-1] == "не" and self._is_bad(end)):
                yield from self._phrase_mark(phrase.words, phrase.said, at, end)
                return

    def _is_bad(self, n: int) -> bool:
        """«Ни разу не подвели», «никогда не было сбоев»: what is denied is worse than that it never was."""
        if n < len(self.words) and self.words[n].low in scope.MET and scope.was_not(self.words, n - 1):
            clause = self.words[n].clause
            return any(
                self._weighs_bad(k)
                for k in range(n + 1, min(len(self.words), n + _FURTHER))
                if self.words[k].clause == clause
            )
        return self._weighs_bad(n)

    def _weighs_bad(self, n: int) -> bool:
        said = self.lexicon.weight(self.words[n].low) if n < len(self.words) else None
        return said is not None and said.weight < 0

    def _phrases(self, at: int) -> Iterator[Phrase]:
        """Those that may begin here by their first two words: in the form that is written first, the longest first."""
        near = self.words[at + 1 : at + 3]
        spare = bool(near) and says_nothing(near[0], self.words[at])
        second = {form for word in near[: 1 + spare] for form in (word.low, word.lemma)}
        for first in dict.fromkeys((self.words[at].low, self.words[at].lemma)):
            known = self.lexicon.phrases.get(first, {})
            yield from sorted(phrase for form in second for phrase in known.get(form, ()))

    def _phrase_mark(self, wanted: tuple[str, ...], said: Said, at: int, end: int) -> Iterator[Mark]:
        denies = bool(self.lexicon.negations.intersection(wanted))
        averted = self._averted(at, said) if said.weight < 0 else None
        first = None if denies or averted is False else self._denial(at)
        last = None if denies or first is not None else self._missing(end - 1, bad=said.weight < 0)
        if scope.without_without(self.words, wanted, at, end):
            first = at
        self.used[at:end] = [True] * (end - at)
        if (averted or first is not None or last is not None) and wanted[-1] in _ABOUT_WHAT and end < len(self.words):
            self.used[end] = True  # «проблем с возвратом не было»
        if not said.weight or averted or (said.weight > 0 and scope.demanded(self.words, at)):
            return
        verb = self._eased_by(at, end - 1, said) if said.weight < 0 and not denies and first is None else None
        if verb is not None:
            yield self._eased(verb, at, end - 1, said)
            return
        stands = first is None and last is None
        weight = said.weight if stands else self._turned(said.weight, first)
        about = said.about if stands else said.denied
        ends = at if first is None else first, end - 1 if last is None else last
        # «Отличный банк, если вам не нужны деньги» is meant as it stands.
        yield self._mark(*ends, weight if about == SARCASM else self._moved(weight, at), about)

    def _end_of(self, wanted: tuple[str, ...], at: int) -> int:
        """Where a phrase ends that begins here, 0 where it is another: «решили [нашу] проблему» has a word to spare."""
        n, spare = at, _SPARE
        for want in wanted:
            while n < len(self.words) and want not in (self.words[n].low, self.words[n].lemma):
                if not spare or n == at or not says_nothing(self.words[n], self.words[n - 1]):
                    return 0
                n, spare = n + 1, spare - 1
            if n >= len(self.words) or self.used[n] or self.words[n].clause != self.words[at].clause:
                return 0
            n += 1
        return n

    def _word(self, n: int, word: Word) -> Iterator[Mark]:
        said, need = self.lexicon.weight(word.low), self.lexicon.need(word.low)
        if (said is None and need is None) or self._only_strengthens(n) or scope.feared(self.words, n):
            return
        bad = said is not None and said.weight < 0
        averted = self._averted(n, said) if said and bad else None
        if averted:
            return
        denial = None if averted is False else self._denial(n)
        if said is None and denial is not None and needless(self.words, denial, n):
            return
        after = self._missing(n, bad=bad or need is not None) if denial is None else None
        if need and word.clause == self.but_for and len(self.wished) > 1:
            return  # «если бы не поддержка, всё бы пропало»
        if denial is None and after is None:
            if said and said.weight:
                # Without «ужасно» the rest of «ужасно вкусно» would be a complaint.
                first = n - 1 if n and self._only_strengthens(n - 1) else n
                yield self._mark(first, n, self._moved(self._louder(said.weight, n), n), said.about)
            return
        turned = need or (said and Said(self._turned(said.weight, denial), said.denied))
        if turned and turned.weight:
            ends = n if denial is None else denial, n if after is None else after
            yield self._mark(*ends, self._moved(turned.weight * faint(self.words, n, after), n), turned.about)

    def _turned(self, weight: float, denial: int | None = None) -> float:
        if weight > 0:
            return weight * _TURNED_GOOD
        at_all = denial is not None and (
            self.words[denial].lemma in _AT_ALL
            or any(word.low in _AT_ALL for word in self.words[max(0, denial - _REACH) : denial])  # «ни один груз не»
            or self.words[max(0, denial - 1)].low == _NEVER
        )
        return weight * _TURNED_BAD * (_NONE_AT_ALL if at_all else 1.0)

    def _denial(self, at: int) -> int | None:
        """Where the word stands that denies this one; a phrase's own «не» denies nothing else."""
        for n in range(at - 1, max(-1, at - 1 - _REACH), -1):
            word = self.words[n]
            if word.clause != self.words[at].clause or self.used[n] or word.low in self.lexicon.turns:
                break
            if self._denies(word) and until(self.words, n):
                return None
            if self._denies(word):
                other = compares(self.words[at].low) and nobody(self.words, at)
                return None if other or (word.low == scope.WITHOUT and is_with(self.words, n, at)) else n
        also = scope.listed(self.words, at)
        denied = self._denial(also) if also is not None and not self.used[also] else None
        if denied is not None and scope.lasts(self.words, denied):
            return denied  # «без ошибок в отчётах и штрафов»
        return scope.denial(self.words, at, self._denies)

    def _denies(self, word: Word) -> bool:
        return word.low in self.lexicon.negations or word.lemma in self.lexicon.negations

    def _averted(self, at: int, said: Said) -> bool | None:
        """Whether something bad is kept off: «избежать штрафа»; False where it was not, None where nobody tried."""
        between: list[str] = []
        if said.about and only_told(self.words, at, self.lexicon):  # the team's own words always count
            return True
        if unmended(self.words, at, self.lexicon):
            return False
        for n in range(at - 1, max(-1, at - 1 - _GUARDED), -1):
            word = self.words[n]
            if word.clause != self.words[at].clause:
                return scope.feared(self.words, n) or None
            if word.low == scope.AFTER and scope.after_others(self.words, n, at):
                return True
            beside = at - n <= _BESIDE and self.lexicon.averts(word.low, word.lemma)
            if beside or (_FROM in between and self.lexicon.guards(word.low, word.lemma)):
                before = self.words[max(0, n - _REACH) : n]
                denied = any(w.low in self.lexicon.negations and w.clause == word.clause for w in before)
                return not denied and not scope.in_vain(self.words, at)
            between.append(word.low)
        return None

    def _missing(self, at: int, *, bad: bool) -> int | None:
        """Where it is said that it is not there: «ответа нет»; «сбоев не было», but nothing good is lost so."""
        if compares(self.words[at].low):  # «лучше никого нет»
            return None
        for n in range(at + 1, min(len(self.words), at + 1 + _FURTHER)):
            word = self.words[n]
            if word.clause != self.words[at].clause or self.used[n]:
                return None
            if n - at <= _REACH and (word.lemma in _AFTERWARDS or word.low in _AFTERWARDS):
                return n
            if (
                n - at <= _REACH
                and self._closes(n)
                and (word.lemma == "никакой" or (not bad and word.low in scope.IN_VAIN))
            ):
                return n
            wanted = not bad or self.lexicon.need(self.words[at].low)
            if (bad and scope.was_not(self.words, n)) or (wanted and will_not(self.words, at, n)):
                return n + 1
        return None

    def _closes(self, n: int) -> bool:
        return n + 1 == len(self.words) or self.words[n + 1].clause != self.words[n].clause

    def _louder(self, weight: float, at: int) -> float:
        sign = 1 if weight > 0 else -1
        for back, fading in enumerate(_FADING, 1):
            if at - back >= 0 and not self.used[at - back] and self.words[at - back].clause == self.words[at].clause:
                word = self.words[at - back]
                weight += sign * fading * self.lexicon.boosts.get(word.low, self.lexicon.boosts.get(word.lemma, 0.0))
        word = self.words[at]
        if len(word.text) > _LONG and word.text.isupper() and not self.shouting:
            weight += sign * _CAPITALS
        return weight

    def _only_strengthens(self, n: int) -> bool:
        """«Ужасно вкусно»: the first word is no complaint."""
        if n + 1 >= len(self.words) or self.words[n].low not in self.lexicon.boosts:
            return False
        following = self.words[n + 1]
        said = self.lexicon.weight(following.low)
        return following.clause == self.words[n].clause and said is not None and bool(said.weight)

    def _moved(self, weight: float, at: int) -> float:
        clause = self.words[at].clause
        if self.turn >= 0:
            weight *= _BEFORE_BUT if at < self.turn else _AFTER_BUT
        if at in self.conceded:
            weight *= _CONCEDED
        if weight > 0 and (clause in self.wished or clause in self.wished_for):
            return weight * (_WISHED if clause in self.wished else _WISHED_FOR)
        if self.but_for not in (None, clause) and clause in self.wished and weight < 0:
            return weight * _TURNED_BAD
        return weight * _IF if clause in self.conditional else weight

    def _mark(self, first: int, last: int, weight: float, about: str) -> Mark:
        return Mark(self.words[first].start, self.words[last].end, weight, about)
