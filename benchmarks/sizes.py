from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    #: Slices of ours in every sandwich.
    pairs: int
    #: Of load over HTTP in one slice.
    seconds: float
    #: In one slice.
    deeds: int
    pages: int
    #: Reports that are looked at.
    reports: int
    stories: int
    #: Of the province's catalogue.
    procedures: int
    #: Files of a few days and of a year of the province, for lists, counts and reports.
    few_files: int
    many_files: int
    #: Open files whose dates a new calendar moves.
    open_files: int


SIZES = {
    "small": Size(
        pairs=1,
        seconds=0.2,
        deeds=3,
        pages=1,
        reports=4,
        stories=5,
        procedures=60,
        few_files=200,
        many_files=600,
        open_files=60,
    ),
    "full": Size(
        pairs=8,
        seconds=4,
        deeds=200,
        pages=20,
        reports=100,
        stories=1_000,
        # Of Phú Thọ's communes and agencies (domain reference, chapter 5).
        procedures=2_153,
        few_files=20_000,
        many_files=2_100_000,
        open_files=1_000_000,
    ),
}
