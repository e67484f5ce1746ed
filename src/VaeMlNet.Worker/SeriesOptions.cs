using System.CommandLine;

namespace VaeMlNet.Worker;

/// <summary>The options for the series of a worker.</summary>
internal sealed class SeriesOptions : OptionGroup
{
    // About a century, which a TimeSpan can hold.
    private const int MostHours = 1_000_000;

    private readonly Option<int?> mostSeries = OptionFactory.Integer(
        "--max-series",
        "For models of time series: the largest number of series, which limits memory; a message with more becomes a dead letter",
        minimum: 1,
        10_000
    );

    private readonly Option<int?> longestIdle = OptionFactory.Integer(
        "--forget-after",
        "For models of time series: forget a series after N hours without a row; 0 for never",
        minimum: 0,
        168,
        maximum: MostHours
    );

    private readonly Option<int?> longestAhead = OptionFactory.Integer(
        "--max-ahead",
        "For models of time series with dates: a message with a row more than N hours ahead of this machine's clock becomes a dead letter, because it would block its series until then; dates without an offset from UTC are compared with local time",
        minimum: 0,
        24,
        maximum: MostHours
    );

    private readonly Option<string[]?> forgotten = OptionFactory.Texts(
        "--forget-series",
        "NAME",
        "For models of time series: forget a series at the start, so that its next row is the first of a new one; may be given several times"
    );

    public override IEnumerable<Option> All => [mostSeries, longestIdle, longestAhead, forgotten];

    /// <summary>Returns the names of the series to forget.</summary>
    public IReadOnlyList<string> Forgotten(ParseResult parse) => parse.GetValue(forgotten) ?? [];

    public SeriesLimits Read(ParseResult parse) =>
        new(
            parse.GetValue(mostSeries)!.Value,
            parse.GetValue(longestIdle) is > 0 and var idle ? TimeSpan.FromHours(idle) : null,
            TimeSpan.FromHours(parse.GetValue(longestAhead)!.Value)
        );
}
