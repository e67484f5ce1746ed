using System.Collections.Frozen;
using System.Globalization;
using VaeMlNet.Texts;
using static System.FormattableString;

namespace VaeMlNet;

/// <summary>Chooses the kind of a column from the facts about its cells.</summary>
/// <param name="seen">The facts.</param>
/// <param name="options">The user's choices.</param>
/// <param name="tableMark">The decimal mark that other columns of the table have for certain; null for none.</param>
/// <param name="sentinels">The numbers that stand for missing in other columns; null for none.</param>
internal sealed class ColumnRules(
    ColumnObserver seen,
    VaeProfileOptions options,
    char? tableMark,
    IReadOnlySet<double>? sentinels = null
)
{
    // Of fewer rows, values that are all different or all the same may be so by chance.
    private const int FewestRows = 20;
    private const int FewestRowsOfConstant = 10;

    // Large amounts of fewer rows, such as a population over the years, are different and have equally many digits, too.
    private const int FewestRowsOfLongNumbers = 200;

    // A part of a table that someone numbered.
    private const int FewestRowsOfSlices = 100;

    // Fewer texts than that are categories, even where every row has another.
    private const int FewCategories = 20;
    private const int MostCodes = 100;

    // A name alone does not make categories of many numbers that hardly ever repeat.
    private const int FewestRowsOfCode = 5;
    private const int MostTopValues = 10;

    // Texts of more words on average are prose or names.
    private const double WordsOfProse = 3;

    // Of texts that are too many for categories, those in so many cells are kept if they are in so large a part of all cells.
    private const int FewestFrequent = 10;
    private const double LeastShareOfFrequent = 0.001;
    private const double LeastPartOfCells = 0.3;
    private const string Other = "other";

    // Seconds from 1990 to 2100.
    private const double SmallestEpoch = 631_152_000;
    private const double LargestEpoch = 4_102_444_800;

    // Larger whole numbers are not exact in float64.
    private const double LargestCounted = 1L << 53;

    private readonly Lazy<MixedDates> mixedDates = new(() => new(seen.Counts));
    private readonly NumberRules numbers = new(seen, options, tableMark);

    public VaeColumnProfile Conclude()
    {
        var profile = numbers.WithNoteOnFloats(WithMissingTexts(ConcludeKind()));
        return profile.Schema is { Kind: VaeColumnKind.Identifier, Pattern: null, NextNumber: null }
            ? profile with
            {
                Schema = WithPattern(profile.Schema),
            }
            : profile;
    }

    private VaeColumnProfile WithMissingTexts(VaeColumnProfile profile) =>
        seen.FoundMissingTexts.Count == 0
            ? profile
            : profile with
            {
                Schema = profile.Schema with
                {
                    MissingTexts = [.. profile.Schema.MissingTexts.Union(seen.FoundMissingTexts)],
                },
            };

    private VaeColumnProfile ConcludeKind()
    {
        if (seen.Given is { } given)
        {
            return new GivenColumn(seen, numbers).Conclude(given, this);
        }

        return seen.Values == 0 ? Start(VaeColumnKind.Constant, "No row has a value.")
            : options.NumericColumns.Contains(seen.Name) ? Numeric()
            : OneValue()
                ?? Booleans()
                ?? Dates(EpochFormat())
                ?? Numbers()
                ?? DatesInSeveralFormats()
                ?? WithMixedDates(Texts());
    }

    public VaeColumnProfile Start(VaeColumnKind kind, string reason) =>
        new()
        {
            Schema = new VaeColumnSchema { Name = seen.Name, Kind = kind },
            Reason = reason,
            ValueCount = seen.Values,
            MissingCount = seen.Missing,
            DistinctCount = seen.DistinctCount,
            HasMoreDistinct = HasMoreDistinct,
            Examples = seen.Examples,
            TopValues =
            [
                .. seen
                    .Counts.Where(_ => seen.DistinctCount < seen.Values)
                    .OrderByDescending(count => count.Value)
                    .ThenBy(count => count.Key, StringComparer.Ordinal)
                    .Take(MostTopValues)
                    .Select(count => KeyValuePair.Create(count.Key, (long)count.Value)),
            ],
        };

    /// <summary>Returns the format of whole seconds or milliseconds since 1970, in a column with the name of a time; null for other cells.</summary>
    private string? EpochFormat()
    {
        if (
            seen.PlainNumbers != seen.Values
            || !seen.AreWhole
            || seen.Values < FewestRows
            || NameHints.Time(seen.Name) is null
        )
        {
            return null;
        }

        bool IsOf(double unit) => seen.Smallest >= SmallestEpoch * unit && seen.Largest <= LargestEpoch * unit;
        return IsOf(1) ? VaeColumnSchema.EpochSeconds
            : IsOf(1000) ? VaeColumnSchema.EpochMilliseconds
            : null;
    }

    /// <summary>Returns the profile of dates in a format; null where the cells are none.</summary>
    /// <param name="format">The format; null for those that fit.</param>
    public VaeColumnProfile? Dates(string? format = null)
    {
        if (format is null && !seen.Dates.AreLeft)
        {
            return null;
        }

        var formats = format is null ? seen.Dates.Find([.. seen.Counts.Keys]) : [format];
        var profile = Start(
            VaeColumnKind.Date,
            Invariant(
                $"All {seen.Values} values are dates in the format {formats[0].Replace(DateTexts.Or.ToString(), " or ")}."
            )
        );
        if (formats.Length > 1)
        {
            (formats, var note) = DateFormatChoice.Choose(formats, [.. seen.Counts.Keys], options.DayFirst);
            profile = profile with
            {
                Reason = Invariant($"All {seen.Values} values are dates in the format {formats[0]}. {note}"),
                Problem =
                    formats.Length == 1
                        ? null
                        : $"the dates, such as '{Excerpt.Of(seen.Examples[0])}', fit {string.Join(" and ", formats)}",
                ProblemOption = formats.Length == 1 ? null : nameof(VaeProfileOptions.DayFirst),
            };
        }

        (formats[0], var century) = DateFormatChoice.WithCentury(
            formats[0],
            seen.Counts.Keys.Concat(seen.HasMoreValues ? seen.Sample.OfType<string>() : [])
        );
        profile = century.Length == 0 ? profile : profile with { Notes = [.. profile.Notes, century] };
        var dates = DateValues.Read(seen, formats[0]);
        if (seen.Dates.AreDigits && format is null && !dates.AreLikely)
        {
            return null;
        }

        return dates.Describe(profile, options.TreatsSentinelsAsMissing && seen.Given is null);
    }

    /// <summary>Returns the profile of dates that are written in several ways; null where the cells are none, or too many to know all.</summary>
    public VaeColumnProfile? DatesInSeveralFormats() =>
        !seen.HasMoreValues && mixedDates.Value.FindFormats(options.DayFirst) is { } formats ? Dates(formats) : null;

    /// <summary>Returns the profile of categories with the texts of the data.</summary>
    public VaeColumnProfile Categories(string reason)
    {
        var ordered = OrderedTexts.Sort([.. seen.Counts.Keys], seen.Name);
        var isNumeric = seen.PlainNumbers == seen.Values;
        var profile = Start(
            ordered is null ? VaeColumnKind.Category : VaeColumnKind.OrderedCategory,
            ordered is null ? reason : $"{reason} They have an order."
        );
        return profile with
        {
            Schema = profile.Schema with
            {
                // Sorted, so that the same rows in another order give the same categories.
                Values =
                    ordered
                    ?? (
                        isNumeric
                            ? [.. seen.Counts.Keys.OrderBy(Number).ThenBy(text => text, StringComparer.Ordinal)]
                            : [.. seen.Counts.Keys.Order(StringComparer.Ordinal)]
                    ),
            },
        };
    }

    private static double Number(string text) => NumberMarks.All[0].TryRead(text, out var value) ? value : 0;

    private VaeColumnProfile? OneValue()
    {
        if (seen.DistinctCount > 1 || seen.Values < FewestRowsOfConstant || seen.AreUnique)
        {
            return null;
        }

        var only = seen.Examples[0];
        var profile =
            seen.Missing == 0
                ? Start(VaeColumnKind.Constant, $"Every row has the value '{Excerpt.Of(only)}'.")
                : Start(VaeColumnKind.Category, $"'{Excerpt.Of(only)}' is the only value, and some rows have none.");
        return profile with { Schema = profile.Schema with { Values = [only] } };
    }

    private VaeColumnProfile? Booleans()
    {
        if (seen.Counts.Count > 6)
        {
            return null;
        }

        foreach ((var no, var yes) in TruthTexts.Words)
        {
            var noText = seen.Counts.Keys.FirstOrDefault(text => text.Equals(no, StringComparison.OrdinalIgnoreCase));
            var yesText = seen.Counts.Keys.FirstOrDefault(text => text.Equals(yes, StringComparison.OrdinalIgnoreCase));
            if (
                noText is not null
                && yesText is not null
                && seen.Counts.Keys.All(text =>
                    text.Equals(no, StringComparison.OrdinalIgnoreCase)
                    || text.Equals(yes, StringComparison.OrdinalIgnoreCase)
                )
            )
            {
                var profile = Start(VaeColumnKind.Boolean, $"The only values are '{noText}' and '{yesText}'.");
                return profile with { Schema = profile.Schema with { Values = [noText, yesText] } };
            }
        }

        return null;
    }

    /// <summary>Adds the pattern of identifiers and the number after them, so that new ones look the same.</summary>
    private VaeColumnSchema WithPattern(VaeColumnSchema schema)
    {
        if (
            seen.PlainNumbers == seen.Values
            && seen is { AreWhole: true, LeadingZeros: 0, Smallest: >= 0, Largest: < LargestCounted }
        )
        {
            return schema with { NextNumber = (long)seen.Largest + 1 };
        }

        string[] texts = [.. seen.Counts.Keys.Where(text => text.Length > 0)];
        if (texts.Length == 0)
        {
            return schema;
        }

        var pattern = IdentifierPattern.Find(texts);
        var digits = pattern.CountedDigits;
        var largest = digits is > 0 and < 18
            ? texts.Max(text =>
                long.TryParse(text.AsSpan(Math.Max(text.Length - digits, 0)), NumberStyles.None, null, out var number)
                    ? number
                    : -1
            )
            : -1;
        return schema with
        {
            Pattern = pattern.ToString(),
            // Texts that were not counted may go on after the largest.
            NextNumber = largest < 0 ? null : largest + 1 + (seen.HasMoreValues ? seen.Values : 0),
        };
    }

    private VaeColumnProfile? Numbers()
    {
        if (numbers.Find() is not { } found)
        {
            return null;
        }

        var profile = numbers.Describe(Start(VaeColumnKind.Number, ""), found);
        return found.Problem is not null ? profile
            : found.TreatsTextsAsMissing ? WithSentinels(profile)
            : Codes(profile) ?? Identifiers(profile) ?? WithSentinels(profile);
    }

    private VaeColumnProfile Numeric()
    {
        var profile = Start(VaeColumnKind.Number, "The options say that the column has numbers.");
        if (numbers.FindBesideTexts() is { } found)
        {
            return WithSentinels(numbers.Describe(profile, found)) with { Reason = profile.Reason };
        }

        var unit = numbers.FindSuffix() is { } suffix
            ? $". If '{Excerpt.Of(suffix)}' after the numbers is a unit, give it as the suffix of the column in a schema"
            : "";
        return profile with { Problem = $"the options say that the column has numbers, but no cell is one{unit}" };
    }

    private VaeColumnProfile WithSentinels(VaeColumnProfile profile) =>
        numbers.WithSentinels(profile, sentinels ?? FrozenSet<double>.Empty);

    /// <summary>Returns the profile of codes and 0/1, of numbers that are no quantities; null for quantities.</summary>
    private VaeColumnProfile? Codes(VaeColumnProfile profile)
    {
        if (!profile.Schema.HasPlainNumbers || !numbers.AreWhole)
        {
            return null;
        }

        if (seen.LeadingZeros > 0)
        {
            return IsRepetitive
                ? Categories("The values are digits with leading zeros, such as postal codes: codes, and no numbers.")
                : Frequent()
                    ?? Start(
                        VaeColumnKind.Identifier,
                        "The values are digits with leading zeros, and too many for categories."
                    );
        }

        double[] distinct = [.. numbers.Values.Select(value => value.Value).Distinct().Order().Take(3)];
        if (distinct is [0, 1])
        {
            var texts = numbers.Values.OrderBy(value => value.Value).DistinctBy(value => value.Value);
            var boolean = Start(VaeColumnKind.Boolean, "The only values are 0 and 1.");
            return boolean with
            {
                MissingCount = profile.MissingCount,
                Schema = boolean.Schema with
                {
                    Values = [.. texts.Select(value => value.Text)],
                    MissingTexts = profile.Schema.MissingTexts,
                },
            };
        }

        if (distinct.Length == 2 && seen.Values >= FewestRows && numbers.Placeholders.Count == 0)
        {
            return Categories(
                $"The only values are {distinct[0]} and {distinct[1]}, which a category expresses fully."
            );
        }

        var fewestRowsOfCode = seen.Counts.Count <= FewCategories ? 2 : FewestRowsOfCode;
        if (fewestRowsOfCode * seen.Counts.Count > seen.Values || numbers.Placeholders.Count > 0)
        {
            return null;
        }

        var word =
            seen.Counts.Count <= MostCodes && !(seen.Counts.Count > FewCategories && AreCounts)
                ? NameHints.Code(seen.Name)
                : null;
        word ??= seen.Counts.Count <= FewCategories ? NameHints.Identifier(seen.Name) : null;
        return word is null
            ? null
            : Categories($"The values are {seen.Counts.Count} whole numbers, and the name has the word '{word}'.");
    }

    /// <summary>
    /// Gets whether whole numbers from 0 on have frequencies of counts, such as errors per hour. Codes in the order of their frequencies have no gaps,
    /// and 0 is the most frequent one.
    /// </summary>
    private bool AreCounts =>
        numbers.Values.Min(value => value.Value) == 0
        && (
            numbers.Values.Max(value => value.Value) >= numbers.Values.Count
            || numbers.Values.MaxBy(value => value.Count).Value > 0
        )
        && CodeTest.RiseAndFall(numbers.Values.Select(value => (value.Value, value.Count)));

    private bool IsRepetitive =>
        !seen.HasMoreValues
        && (
            seen.Counts.Count <= FewCategories
            || (seen.Counts.Count <= options.MaximumCategories && 2 * seen.Counts.Count <= seen.Values)
        );

    /// <summary>Returns the profile of the frequent categories and a category for all others; null where too few cells have frequent ones.</summary>
    private VaeColumnProfile? Frequent()
    {
        var fewest = Math.Max(FewestFrequent, LeastShareOfFrequent * seen.Values);
        var frequent = seen
            .Counts.Where(count => count.Value >= fewest)
            .OrderByDescending(count => count.Value)
            .ThenBy(count => count.Key, StringComparer.Ordinal)
            .Take(options.MaximumCategories - 1)
            .ToArray();
        var cells = frequent.Sum(count => (long)count.Value);
        if (frequent.Length < 2 || cells < LeastPartOfCells * seen.Values)
        {
            return null;
        }

        return Start(
            VaeColumnKind.Category,
            Invariant(
                $"{frequent.Length} texts are in {cells} of {seen.Values} cells. The others are read as '{Other}', because they are too many."
            )
        ) with
        {
            Schema = new VaeColumnSchema
            {
                Name = seen.Name,
                Kind = VaeColumnKind.Category,
                Values =
                [
                    .. frequent.Select(count => count.Key).Where(text => text != Other).Order(StringComparer.Ordinal),
                    Other,
                ],
                OtherValue = Other,
            },
        };
    }

    private VaeColumnProfile? Identifiers(VaeColumnProfile profile)
    {
        if (!profile.Schema.HasPlainNumbers || !numbers.AreWhole || seen.Values < FewestRows)
        {
            return null;
        }

        var isDistinct = seen.AreUnique && seen.Missing == 0;
        var certain =
            isDistinct
            && seen.AreConsecutive
            && (seen.Smallest is 0 or 1 || (!AreYears && seen.Values >= FewestRowsOfSlices))
                ? Invariant($"The values count the rows from {seen.Smallest}.")
            : NameHints.Identifier(seen.Name) is { } word && seen.Counts.Count > FewCategories
                ? $"The values are whole numbers, and the name has the word '{word}'."
            : seen.FewestDigits >= 16 ? "The values are whole numbers of 16 digits and more."
            : null;
        var byDifference =
            isDistinct
            && seen.Values >= FewestRowsOfLongNumbers
            && seen.FewestDigits == seen.MostDigits
            && seen.FewestDigits >= 9
                ? Invariant($"All values are different whole numbers of {seen.MostDigits} digits.")
            : isDistinct && !seen.AreConsecutive && !AreYears && ExpectedRepetitions >= 10
                ? Invariant(
                    $"All values are different, though random numbers in this range would repeat about {ExpectedRepetitions:0} times."
                )
            : null;
        return (certain ?? byDifference) is not { } reason
            ? null
            : Start(VaeColumnKind.Identifier, reason) with
            {
                CanBeCounter = certain is null && !seen.AreConsecutive,
            };
    }

    // Differences are counted for longer than the values themselves.
    private bool HasMoreDistinct => seen.HasMoreValues && seen.ComparedValues < seen.Values;

    private bool AreYears => seen.Smallest >= 1500 && seen.Largest <= 2200;

    // The birthday problem: pairs times the probability that both are the same.
    private double ExpectedRepetitions => seen.Values * (seen.Values - 1.0) / 2 / (seen.Largest - seen.Smallest + 1);

    private VaeColumnProfile WithMixedDates(VaeColumnProfile profile) =>
        mixedDates.Value.Describe() is { } note ? profile with { Notes = [.. profile.Notes, note] } : profile;

    private VaeColumnProfile Texts()
    {
        if (IsRepetitive)
        {
            return Categories(Invariant($"The values are {seen.Counts.Count} different texts in {seen.Values} cells."));
        }

        if (Frequent() is { } frequent)
        {
            return frequent;
        }

        var words = (double)seen.Words / seen.Values;
        var count = HasMoreDistinct
            ? Invariant($"more than {seen.DistinctCount - 1}")
            : seen.DistinctCount.ToString(CultureInfo.InvariantCulture);
        return words >= WordsOfProse
            ? Start(
                VaeColumnKind.Text,
                Invariant($"The values have {words:0.#} words on average, and {count} are different.")
            )
            : Start(
                VaeColumnKind.Identifier,
                seen.AreUnique
                    ? "All values are different texts."
                    : Invariant(
                        $"The values are {count} different texts in {seen.Values} cells: too many for categories."
                    )
            );
    }
}
