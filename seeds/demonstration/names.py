"""People who do not exist, in names and numbers that say so."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

FAMILIES = (
    *("Nguyễn",) * 12,
    *("Trần",) * 5,
    *("Lê",) * 4,
    *("Phạm", "Bùi", "Đinh") * 3,
    *("Hoàng", "Hà", "Quách", "Vũ", "Phùng") * 2,
    *("Đặng", "Đỗ", "Ngô", "Dương", "Lý", "Lò", "Triệu", "Tạ", "Cao", "Lương", "Xa", "Khuất"),
)
#: "Mẫu" means sample: every invented person has it as the middle name.
MIDDLE = {"male": ("Văn Mẫu", "Mẫu"), "female": ("Thị Mẫu", "Mẫu")}
GIVEN = {
    "male": (
        *("An", "Bách", "Bình", "Công", "Cường", "Dũng", "Đạt", "Đức", "Giang", "Hải", "Hiếu"),
        *("Hoàn", "Hùng", "Huy", "Khánh", "Khôi", "Kiên", "Lâm", "Long", "Mạnh", "Minh", "Nam"),
        *(
            "Phong",
            "Phúc",
            "Quân",
            "Quang",
            "Sơn",
            "Tài",
            "Thắng",
            "Thành",
            "Trung",
            "Tuấn",
            "Việt",
        ),
    ),
    "female": (
        *("Ánh", "Bích", "Châu", "Chi", "Dung", "Duyên", "Hà", "Hằng", "Hạnh", "Hiền", "Hoa"),
        *("Hồng", "Huệ", "Hương", "Lan", "Liên", "Linh", "Loan", "Mai", "My", "Nga", "Ngân"),
        *("Ngọc", "Nhung", "Oanh", "Phương", "Quyên", "Tâm", "Thảo", "Thu", "Thủy", "Trang", "Yến"),
    ),
}
#: No province has this code, so no number of ours is anybody's.
NOBODYS_PROVINCE = "999"
FIRST_BIRTHDAY, BIRTHDAYS = date(1945, 1, 1), 22_000


@dataclass(frozen=True, slots=True)
class Person:
    full_name: str
    identity_number: str
    born_on: date


def person(dice: Random) -> Person:
    sex = dice.choice(("male", "female"))
    born_on = FIRST_BIRTHDAY + timedelta(days=dice.randrange(BIRTHDAYS))
    name = f"{dice.choice(FAMILIES)} {dice.choice(MIDDLE[sex])} {dice.choice(GIVEN[sex])}"
    number = identity_number(sex, born_on, serial=dice.randrange(1_000_000))
    return Person(name, number, born_on)


def identity_number(sex: str, born_on: date, *, serial: int) -> str:
    """Place, century and sex, year, serial, as the law composes it."""
    century_and_sex = 2 * (born_on.year // 100 - 19) + (sex == "female")
    return f"{NOBODYS_PROVINCE}{century_and_sex}{born_on:%y}{serial:06d}"
