using VaeMlNet.Texts;

namespace VaeMlNet;

/// <summary>Completes the schema that the user gave for a column with what is inferred from the cells.</summary>
internal sealed class GivenColumn(ColumnObserver seen, NumberRules numbers)
{
    /// <summary>Returns the profile of the column.</summary>
    /// <param name="given">The given schema.</param>
    /// <param name="rules">The rules for columns without one.</param>
    public VaeColumnProfile Conclude(VaeColumnSchema given, ColumnRules rules)
    {
        var profile = rules.Start(
            given.Kind,
            $"The schema says that the column is of the kind {VaeColumnSchema.NameOf(given.Kind)}."
        ) with
        {
            Schema = given,
        };
        return given.Kind switch
        {
            _ when !given.IsModeled && given.Kind != VaeColumnKind.Constant => profile,
            VaeColumnKind.Constant => given.Values.Count > 0 || seen.Values == 0
                ? profile
                : profile with
                {
                    Schema = given with { Values = [seen.Examples[0]] },
                },
            _ when seen.Values == 0 && given.Values.Count == 0 => given.IsCategorical
                ? profile with
                {
                    Problem = "the column has no value in any row, so it has no categories",
                }
                : profile,
            VaeColumnKind.Number or VaeColumnKind.WholeNumber => Numbers(profile, given),
            VaeColumnKind.Date => Dates(profile, given, rules),
            VaeColumnKind.Boolean => Booleans(profile, given, rules),
            _ => Categories(profile, given, rules),
        };
    }

    private VaeColumnProfile Numbers(VaeColumnProfile profile, VaeColumnSchema given)
    {
        var isWritten =
            given.DecimalMark is not null
            || given.GroupMark is not null
            || given.Prefix + given.Suffix != ""
            || given.Magnitudes.Count > 0;
        NumberUnit? unit = given.Prefix + given.Suffix == "" ? null : new(given.Prefix, given.Suffix);
        var found =
            isWritten
                ? new NumberRules.Found(new NumberMarks(given.DecimalMark ?? '.', given.GroupMark), unit)
                {
                    Magnitudes = given.Magnitudes,
                }
            : given.TreatsTextsAsMissing ? numbers.FindBesideTexts()
            : numbers.Find();
        if (found is not null and { Problem: null })
        {
            var described = numbers.Describe(profile, found);
            var wrong = seen.Counts.Keys.FirstOrDefault(text =>
                !given.IsMissing(text)
                && !described.Schema.IsMissing(text)
                && !described.Schema.TryReadNumber(text, out _)
            );
            if (wrong is null)
            {
                return described with
                {
                    Reason = profile.Reason,
                    Schema = described.Schema with
                    {
                        Kind = given.Kind,
                        Decimals = given.Decimals ?? described.Schema.Decimals,
                        PadsDecimals = given.Decimals is null ? described.Schema.PadsDecimals : given.PadsDecimals,
                        MissingTexts = given.MissingTexts,
                    },
                };
            }

            return NotRead(profile, wrong, "a number");
        }

        return found?.Problem is { } open && found.ProblemRow is null
            ? profile with
            {
                Problem = open,
            }
            : NotRead(profile, seen.FirstText?.Text ?? "", "a number");
    }

    private VaeColumnProfile Dates(VaeColumnProfile profile, VaeColumnSchema given, ColumnRules rules)
    {
        if (given.DateFormat is { } format)
        {
            var wrong = seen.Counts.Keys.FirstOrDefault(text =>
                !given.IsMissing(text) && !given.TryReadDate(text, out _)
            );
            return wrong is null
                ? DateValues.Read(seen, format).Describe(profile, findsPlaceholders: false)
                : NotRead(profile, wrong, $"a date in the format {format}");
        }

        return (rules.Dates() ?? rules.DatesInSeveralFormats()) is { } found
            ? found with
            {
                Reason = profile.Reason,
                Schema = found.Schema with
                {
                    MissingTexts = given.MissingTexts,
                    Origin = given.Origin ?? found.Schema.Origin,
                    DateParts = given.DateParts == VaeDateParts.None ? found.Schema.DateParts : given.DateParts,
                    DateStep = given.DateStep ?? found.Schema.DateStep,
                    Since = given.Since,
                },
            }
            : NotRead(profile, seen.Examples[0], "a date in a format that all cells have; give the 'format'");
    }

    private VaeColumnProfile Booleans(VaeColumnProfile profile, VaeColumnSchema given, ColumnRules rules)
    {
        if (given.Values.Count == 2)
        {
            return profile;
        }

        string[] texts = [.. rules.Categories("").Schema.Values];
        return seen.HasMoreValues || texts.Length != 2
            ? profile with
            {
                Problem = $"a Boolean has two different values, but the column has {seen.DistinctCount}",
            }
            : profile with
            {
                Schema = given with { Values = texts },
            };
    }

    private static VaeColumnProfile Categories(VaeColumnProfile profile, VaeColumnSchema given, ColumnRules rules) =>
        given.Values.Count > 0
            ? profile
            : profile with
            {
                Schema = given with { Values = rules.Categories("").Schema.Values },
            };

    private VaeColumnProfile NotRead(VaeColumnProfile profile, string text, string expected) =>
        profile with
        {
            Problem =
                $"'{Excerpt.Of(text)}' is not {expected}, as the schema says of the column. Fix the cell, or change the schema",
            ProblemRow = seen.FirstText is { } first && first.Text == text ? first.Row + 1 : null,
        };
}
