using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace VaeMlNet.Cli;

/// <summary>The options for time series: the columns of time and series, and the windows of a training.</summary>
internal sealed class SeriesOptions : OptionGroup
{
    /// <summary>The name of the option that sorts rows. It is for rows of a trained model, too.</summary>
    public const string SortName = "--sort";

    /// <summary>The name of the option with the channels that are counters.</summary>
    public const string CountersName = "--counters";

    /// <summary>The name of the option with the channels that have a trend.</summary>
    public const string TrendsName = "--trends";

    /// <summary>The name of the option with the channels whose logarithm the model learns.</summary>
    public const string LogarithmsName = "--logarithms";

    private const string Auto = "auto";
    private const string Each = "each";
    private const string Common = "common";
    private const string None = "none";
    private const string Day = "day";
    private const string Week = "week";
    private const int ShortestWindow = 2;
    private const int LongestWindow = 10_000;

    private readonly Option<string?> window = OptionFactory.Text(
        "--window",
        "N|auto",
        "Rows of a window of a time series; auto: 32, fewer for fewer than 256 rows or short series, or two periods of the only channel [series only, default: auto]"
    );

    private readonly Option<string?> calendar = OptionFactory.Choice(
        "--calendar",
        "Let the model know the time of day, or also the weekday, for values that are normal at some times only; needs dates in --time [series only]",
        [Day, Week]
    );

    private readonly Option<string?> scale = OptionFactory.Choice(
        "--series-scale",
        "Standardize each series of --series by its own level and scale, or all by a common one; auto: each, if their levels or scales differ much [series only, default: auto]",
        [Auto, Each, Common]
    );

    private readonly Option<string[]?> counters = OptionFactory.Names(
        CountersName,
        "Channels that only rise, and begin again after a reset: the model learns their increase from row to row; none: no channel [series only, default: recognized]"
    );

    private readonly Option<string[]?> trends = OptionFactory.Names(
        TrendsName,
        "Channels whose level keeps rising or falling, so that it is no reason for a high score; none: no channel [series only, default: recognized]"
    );

    private readonly Option<string[]?> logarithms = OptionFactory.Names(
        LogarithmsName,
        "Channels that change by percent, such as sales: the model learns their logarithm; none: no channel [series only, default: recognized]"
    );

    private readonly Option<string?> pivot = OptionFactory.Text(
        "--pivot",
        "COLUMN",
        "The column with the name of the measurement, where each row has one: the rows of a time become one with a channel for each name; needs --time [series only, default: a row has all channels]"
    );

    private readonly Option<bool> sort = CreateSort();

    private readonly Option<string?> time;
    private readonly Option<string?> series;

    /// <summary>Creates the options.</summary>
    /// <param name="isTraining">True for a verb that trains; false for one that runs a model.</param>
    public SeriesOptions(bool isTraining)
    {
        var suffix = isTraining ? "" : " [models of time series only, default: the column of training]";
        time = OptionFactory.Text(
            "--time",
            "COLUMN",
            $"The column with the time of each row: dates or numbers that do not fall, or a time in several columns, as Date+Time or Year+Month+Day+Hour{(isTraining ? "; a gap begins a new window [series only, default: rows are equally spaced]" : suffix)}"
        );
        series = OptionFactory.Text(
            "--series",
            "COLUMN",
            $"The column that tells several time series apart, such as a machine{(isTraining ? " [series only, default: all rows are one series]" : suffix)}"
        );
        All = isTraining
            ? [window, time, series, pivot, scale, counters, trends, logarithms, sort, calendar]
            : [time, series, sort];
        window.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && text != Auto && Length(text) is null)
            {
                result.AddError(
                    FormattableString.Invariant(
                        $"--window is '{text}', expected {Auto} or a whole number of {ShortestWindow} to {LongestWindow}."
                    )
                );
            }
        });
    }

    /// <summary>Creates the option that sorts rows.</summary>
    public static Option<bool> CreateSort() =>
        new(SortName)
        {
            Description =
                "Sort the rows by time first, where they are not in its order; the results have the rows in that order [series only]",
        };

    public override IEnumerable<Option> All { get; }

    /// <summary>Returns whether rows that are not in the order of time are sorted instead of refused.</summary>
    public bool Sorts(ParseResult parse) => parse.GetValue(sort);

    /// <summary>Returns how rows become windows.</summary>
    public VaeSeriesOptions Windows(ParseResult parse) =>
        new()
        {
            WindowLength = parse.GetValue(window) is { } text ? Length(text) : null,
            TimestampColumnName = Time(parse),
            SeriesColumnName = Series(parse),
            Counters = Names(parse, counters),
            Trends = Names(parse, trends),
            Logarithms = Names(parse, logarithms),
            ScaleEachSeries = parse.GetValue(scale) switch
            {
                Each => true,
                Common => false,
                _ => null,
            },
            Calendar = parse.GetValue(calendar) switch
            {
                Day => VaeCalendar.Day,
                Week => VaeCalendar.Week,
                _ => VaeCalendar.None,
            },
        };

    /// <summary>Refuses the options for a model of something else.</summary>
    /// <param name="parse">The options.</param>
    /// <param name="model">The model.</param>
    /// <param name="others">Other options that are for time series only.</param>
    public void Refuse(ParseResult parse, VaeModel model, params IEnumerable<Option> others)
    {
        string[] given = [.. Given(parse.CommandResult), .. parse.CommandResult.Given(others)];
        if (given.Length > 0)
        {
            throw new CommandException(
                $"Model '{model.Folder}' is not a model of a time series, so {string.Join(", ", given)} has no effect. Leave it out."
            );
        }
    }

    /// <summary>Returns the name of the column with the name of the measurement in each row; null where a row has all channels.</summary>
    public string? Pivot(ParseResult parse) => parse.GetValue(pivot);

    /// <summary>Returns the name of the column with the time; null without one.</summary>
    public string? Time(ParseResult parse) => parse.GetValue(time);

    /// <summary>Returns the name of the column that tells series apart; null without one.</summary>
    public string? Series(ParseResult parse) => parse.GetValue(series);

    protected override void Check(CommandResult result)
    {
        foreach (var option in result.IsGiven(time) ? [] : result.Given(calendar, pivot))
        {
            result.AddError($"{option} needs the time of each row. Name its column with --time.");
        }

        if (result.IsGiven(scale) && !result.IsGiven(series))
        {
            result.AddError(
                "--series-scale needs several series. Name the column that tells them apart with --series."
            );
        }

        foreach (var (option, other) in new[] { (time, series), (time, pivot), (series, pivot) })
        {
            if (
                result.Command.Options.Contains(other)
                && result.GetValue(option) is { } name
                && name == result.GetValue(other)
            )
            {
                result.AddError(
                    $"{option.Name} and {other.Name} both name column '{name}'. They are different columns."
                );
            }
        }
    }

    private static int? Length(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        && length is >= ShortestWindow and <= LongestWindow
            ? length
            : null;

    private static string[]? Names(ParseResult parse, Option<string[]?> option) =>
        parse.GetList(option) is not { } names ? null
        : names is [None] ? []
        : names;
}
