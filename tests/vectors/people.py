"""Who signs in, in the vectors: names, passwords, pools and times that clients have got wrong, or may.

Data only. Passwords are written so that a person sees what they are; srp.json keeps them as ASCII escapes.
"""

PASSWORD = "Correct-horse-7"
USER = "8c2e51f0-7031-70ab-1f5e-4b0d9a3c6e17"
POOL = "Ab3dEf9hK"

EMPTY_LOOKING = [
    (" ", "one space"),
    ("   ", "three spaces"),
    (" " * 16, "sixteen spaces"),
    ("\t", "a tab"),
    ("\n", "a line feed"),
    ("\r\n", "a carriage return and a line feed"),
    ("\u00a0", "a no-break space"),
    ("\u00a0\u2007\u202f", "three kinds of no-break space"),
    ("\u200b", "a zero width space"),
    ("\u200b\u200c\u200d\ufeff", "four zero width characters"),
    ("\u3000", "an ideographic space"),
    ("\u2800", "a blank braille pattern"),
    ("\u0000", "a NUL"),
]

NON_ASCII = [
    ("pässwörd-Ünïcode-1", "Latin letters, composed"),
    ("pa\u0308sswo\u0308rd-U\u0308ni\u0308code-1", "the same, decomposed: other bytes, another key"),
    ("e\u0301\u0301\u0301-Zalgo-\u0300\u0301\u0302\u0303", "stacked combining marks"),
    ("\u0301starts-with-a-mark", "a combining mark first"),
    ("Å\u212bA\u030a", "three spellings of one letter"),
    ("ﬁne-ﬂuﬀ", "ligatures"),
    ("🐎🔋-Correct-7", "emoji outside the first plane"),
    ("👩‍👩‍👧‍👦👩🏽‍🚀🏳️‍🌈", "emoji joined by zero width joiners"),
    ("🇺🇳🇨🇭", "flags"),
    ("סיסמה-סודית-7", "Hebrew"),
    ("كلمة-السر-٧", "Arabic, with an Arabic digit"),
    ("\u202eabc\u202c-\u2067שלום\u2069", "direction overrides and isolates"),
    ("密码-パスワード-비밀번호", "Chinese, Japanese, Korean"),
    ("пароль-Correct-Ж", "Cyrillic"),
    ("ิ์กำลังใจ", "Thai"),
    ("ßẞſİıΣς", "letters whose case is not simple"),
    ("\u007f\u0080\u07ff\u0800\uffff\U00010000\U0010ffff", "the edges of UTF-8's lengths"),
]

LONG = [
    ("a" * 256, "256 times one letter"),
    ("".join(chr(33 + i % 94) for i in range(256)), "256 printable ASCII characters"),
    ("é" * 256, "256 characters, 512 bytes"),
    ("語" * 256, "256 characters, 768 bytes"),
    ("🔑" * 256, "256 characters, 1024 bytes, 512 UTF-16 units"),
    (" " * 256, "256 spaces"),
]

COLONS_AND_QUOTES = [":", "::", "a:b:c", ":starts", "ends:", '"quoted"', "back\\slash", "<b>&amp;</b>", "%3A%20", "null"]

USERS = [
    ("ada:lovelace", "user-colon"),
    (":ada", "user-colon"),
    ("ada:", "user-colon"),
    ("a:d:a", "user-colon"),
    ("urn:user:0042", "user-colon"),
    ("ada lovelace", "user-space"),
    (" ada", "user-space"),
    ("ada ", "user-space"),
    ("a d a : b", "user-space"),
    ("ada@example.com", "user-email"),
    ("ada+tag@sub.example.com", "user-email"),
    ("+15555550100", "user-phone"),
    ("a", "user-short"),
    ("u" * 128, "user-128"),
    ("zoë", "user-non-ascii"),
    ("zoe\u0308", "user-non-ascii"),
    ("用户-🐼", "user-non-ascii"),
]

POOLS = ["a", "Z9", "1hjQe", "AbCdEf", "Local0001", "0123456789", "MixedCase1234567", "x" * 24, "L" * 45, "000000000"]

TIMES = {
    1582934400: "time-leap-day",  # Sat Feb 29 00:00:00 UTC 2020
    1767225599: "time-year-end",  # Wed Dec 31 23:59:59 UTC 2025
    1767225600: "time-year-start",  # Thu Jan 1 00:00:00 UTC 2026
    1793952245: "time-day-one-digit",  # Fri Nov 6 08:04:05 UTC 2026
    4102444800: "time-2100",  # Fri Jan 1 00:00:00 UTC 2100
}
