using System.Globalization;
using VaeMlNet.Texts;

namespace VaeMlNet;

/// <summary>Finds the marks and the unit with which all cells of a column are numbers.</summary>
/// <param name="seen">The facts about the cells.</param>
/// <param name="options">The user's choices.</param>
/// <param name="tableMark">The decimal mark that other columns of the table have for certain; null for none.</param>
internal sealed class NumberRules(ColumnObserver seen, VaeProfileOptions options, char? tableMark)
{
    private const int Point = 0;
    private const int Comma = 1;
    private const int CommaGroups = 2;
    private const int PointGroups = 3;

    // Numbers of more decimals are measured, and not rounded on purpose.
    private const int MostDecimals = 6;

    // So many numbers from 1,000 on have commas for a reason.
    private const int LeastGrouped = 3;

    // Where float32 has fewer numbers in the range of a column, rounding to them can matter.
    private const int FewestSteps = 4000;

    private const int FewestOfUnit = 5;

    private static readonly string[] KnownUnits =
    [
        .. "g kg mg lb lbs oz t m cm mm km ft in mi l ml s sec min h hr hrs d % $ € £ ¥ °C °F K Hz kHz MHz W kW KB MB GB TB k M B".Split(
            ' '
        ),
    ];

    private static readonly double[] Levels = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>The marks and the unit of a column.</summary>
    /// <param name="Marks">The marks.</param>
    /// <param name="Unit">The unit; null for none.</param>
    /// <param name="Note">A sentence on how the marks were chosen; null where nothing was open.</param>
    /// <param name="Problem">The decision that is left to the user; null for none.</param>
    public sealed record Found(NumberMarks Marks, NumberUnit? Unit, string? Note = null, string? Problem = null)
    {
        /// <summary>Gets the letters for thousands and more.</summary>
        public IReadOnlyList<string> Magnitudes { get; init; } = [];

        /// <summary>Gets the row with the problem, from 1; null for none.</summary>
        public long? ProblemRow { get; init; }

        /// <summary>Gets a value indicating whether the user has to give the decimal mark.</summary>
        public bool NeedsMark { get; init; }

        public IReadOnlyList<string> ProblemTexts { get; init; } = [];

        /// <summary>Gets the number of cells with such texts, and others of which the problem tells.</summary>
        public long ProblemCells { get; init; }

        /// <summary>Gets a value indicating whether texts that are no numbers count as missing.</summary>
        public bool TreatsTextsAsMissing { get; init; }

        /// <summary>Gets the number of cells with such texts.</summary>
        public long TextCells { get; init; }
    }

    /// <summary>Gets the different numbers, after <see cref="Describe"/>; those that were counted.</summary>
    public IReadOnlyList<(double Value, string Text, long Count)> Values { get; private set; } = [];

    /// <summary>Gets a value indicating whether all numbers are whole, after <see cref="Describe"/>.</summary>
    public bool AreWhole { get; private set; }

    /// <summary>Gets the texts among numbers that mean a missing value.</summary>
    public IReadOnlyList<string> Placeholders { get; } =
    [.. seen.Counts.Keys.Where(text => MissingMarks.Contain(text, hasNumbers: true))];

    private long Total => seen.Values - Placeholders.Sum(text => seen.Counts[text]);

    private bool HasOnlySentinels => seen.Missing == 0 && Placeholders.Count == 0 && seen.FirstText is null;

    private TextsAmongNumbers Texts => new(seen, Placeholders, Total, MarksOfMost());

    /// <summary>Returns the decimal mark that the column has for certain; null where it has none or fits both.</summary>
    public char? CertainMark() =>
        Total == 0 || seen.PlainNumbers == seen.Values || seen.CountUnclear(Comma, CommaGroups) == Total ? null
        : Candidates() is [var first, ..]
        && NumberMarks.All[first] is { } marks
        && (first != Comma || !Candidates().Contains(CommaGroups))
            ? marks.Group is not null || marks.Decimal == ',' ? marks.Decimal
                : null
        : null;

    /// <summary>Returns the marks and the unit; null where the cells are no numbers.</summary>
    public Found? Find()
    {
        if (Total == 0)
        {
            return null;
        }

        if (FindUnit() is not { } around)
        {
            return Texts.Find();
        }

        if (around.Problem is not null)
        {
            return around;
        }

        var candidates = Candidates();
        return candidates.Length == 0
            ? Texts.Find()
            : Choose(candidates, around.Unit) with
            {
                Magnitudes = around.Magnitudes,
            };
    }

    /// <summary>Returns the marks and the unit of most numbers, if all texts count as missing; null where no cell is a number.</summary>
    public Found? FindBesideTexts() => Find() is { Problem: null } found ? found : Texts.FindNumbers();

    /// <summary>Returns the text after the number of each cell, for cells that <see cref="Find"/> does not read; null where they differ.</summary>
    public string? FindSuffix()
    {
        var suffix = NumberUnit.TextAfterNumber(seen.Examples[0]).ToString();
        VaeColumnSchema schema = new()
        {
            Name = seen.Name,
            Kind = VaeColumnKind.Number,
            Suffix = suffix,
        };
        return suffix.Length > 0 && seen.Counts.Keys.Except(Placeholders).All(text => schema.TryReadNumber(text, out _))
            ? suffix
            : null;
    }

    /// <summary>Adds the numbers, their marks, decimals, quantiles and whether they are whole.</summary>
    public VaeColumnProfile Describe(VaeColumnProfile profile, Found found)
    {
        var schema = profile.Schema with
        {
            DecimalMark = found.Marks.Decimal == '.' ? null : found.Marks.Decimal,
            GroupMark = found.Marks.Group,
            Prefix = found.Unit?.Prefix ?? "",
            Suffix = found.Unit?.Suffix ?? "",
            Magnitudes = found.Magnitudes,
            TreatsTextsAsMissing = profile.Schema.TreatsTextsAsMissing || found.TreatsTextsAsMissing,
        };
        Values = [.. Read(schema)];
        var hasAll = !seen.HasMoreValues || !schema.HasPlainNumbers;
        AreWhole = Values.All(value => Math.Floor(value.Value) == value.Value) && (hasAll || seen.AreWhole);
        schema = WithDecimals(schema) with { Kind = AreWhole ? VaeColumnKind.WholeNumber : VaeColumnKind.Number };
        List<string> notes = [.. profile.Notes];
        if (!schema.HasPlainNumbers)
        {
            var example =
                schema.Magnitudes.Count > 0
                    ? Values.MaxBy(value => Math.Abs(value.Value))
                    : Values.FirstOrDefault(value => NumberMarks.AreIn(value.Text), Values[0]);
            notes.Add($"Read with {DescribeMarks(schema)}: '{Excerpt.Of(example.Text)}' is {Text(example.Value)}.");
        }

        if (found.Note is { } note)
        {
            notes.Add(note);
        }

        var missing = Placeholders.Sum(text => seen.Counts[text]);
        if (missing > 0)
        {
            notes.Add($"{Cells(missing)} with {Quoted(Placeholders)} {(missing == 1 ? "is" : "are")} read as missing.");
        }

        return WithRange(
            profile with
            {
                Schema = schema,
                Notes = notes,
                ValueCount = Total - found.TextCells,
                MissingCount = seen.Missing + missing + found.TextCells,
                Reason = Reason(Total - found.TextCells, found.ProblemCells),
                Problem = found.Problem,
                ProblemRow = found.ProblemRow,
                ProblemTexts = found.ProblemTexts,
                ProblemOption =
                    found.NeedsMark ? nameof(VaeProfileOptions.DecimalMark)
                    : found.ProblemTexts.Count > 0 ? nameof(VaeProfileOptions.MissingTexts)
                    : null,
            },
            [.. Values]
        );
    }

    /// <summary>Takes isolated values of a typical pattern for missing, or reports them.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="ofOthers">The numbers that stand for missing in other columns.</param>
    public VaeColumnProfile WithSentinels(VaeColumnProfile profile, IReadOnlySet<double> ofOthers)
    {
        var merged = Values.GroupBy(v => v.Value).Select(same => (same.Key, same.First().Text, same.Sum(v => v.Count)));
        foreach (var sentinel in Sentinels.Find(merged, ofOthers))
        {
            var isMissing = sentinel.IsCertain && options.TreatsSentinelsAsMissing;
            profile = isMissing
                ? WithRange(
                    profile with
                    {
                        Schema = profile.Schema with { MissingTexts = [.. profile.Schema.MissingTexts, sentinel.Text] },
                        ValueCount = profile.ValueCount - sentinel.Count,
                        MissingCount = profile.MissingCount + sentinel.Count,
                    },
                    [
                        .. Values.Where(value =>
                            !profile.Schema.MissingTexts.Append(sentinel.Text).Any(text => Same(value.Text, text))
                        ),
                    ]
                )
                : profile;
            var verdict = isMissing
                ? "is read as missing"
                : "may mean missing; if so, add it to 'missing' in the schema";
            profile = profile with
            {
                Notes = [.. profile.Notes, $"{sentinel.Text} in {Cells(sentinel.Count)} {verdict}: {sentinel.Reason}."],
            };
        }

        return profile.Schema.MissingTexts is [var only] && profile.MissingCount > 0 && HasOnlySentinels
            ? profile with
            {
                Schema = profile.Schema with { MissingMark = only },
            }
            : profile;

        bool Same(string a, string b) =>
            profile.Schema.TryReadNumber(a, out var x) && profile.Schema.TryReadNumber(b, out var y) && x == y;
    }

    /// <summary>Adds a note where numbers that differ are the same as float32, because they are far from zero compared with their range.</summary>
    public VaeColumnProfile WithNoteOnFloats(VaeColumnProfile profile)
    {
        double[] numbers = [.. Values.Select(value => (double)value.Value).Distinct().Order()];
        if (!profile.Schema.IsNumeric || numbers.Length < 3)
        {
            return profile;
        }

        // A single 0 does not hide the others.
        var outer = Math.Max(1, numbers.Length / 100);
        var (minimum, maximum) = (numbers[outer], numbers[^(outer + 1)]);
        var largest = (float)Math.Max(Math.Abs(minimum), Math.Abs(maximum));
        var step = (double)MathF.BitIncrement(largest) - largest;
        // The constant has the digits that all cells have in common.
        var unit = Math.Pow(10, Math.Ceiling(Math.Log10(Math.Max(maximum - minimum, double.Epsilon))));
        return
            maximum - minimum < FewestSteps * step
            && numbers.Select(number => (float)number).Distinct().Count() < numbers.Length
            ? profile with
            {
                Notes =
                [
                    .. profile.Notes,
                    FormattableString.Invariant(
                        $"Models read numbers, except for the time of a series, as float32, in which those near {profile.Schema.FormatNumber(maximum)} are {step:G3} apart, so that numbers that differ become equal. Subtract a constant, such as {Math.Floor(minimum / unit) * unit:0.#########}, from all cells."
                    ),
                ],
            }
            : profile;
    }

    /// <summary>
    /// Returns the mark of columns whose commas may stand before decimals or between thousands, by the cells of all of them; null where these do not
    /// tell, or one column may contradict.
    /// </summary>
    public static char? MarkOfAll(IEnumerable<NumberRules> columns)
    {
        var open = columns.Where(column => column.IsOpen(column.Candidates(), Comma, CommaGroups)).ToArray();
        return
            Array.TrueForAll(open, column => column.Whole().Select(Digits).DefaultIfEmpty(int.MaxValue).Max() <= 3)
            && open.Sum(column => column.Marked().Length) >= LeastGrouped
            ? '.'
            : null;
    }

    private bool IsOpen(int[] candidates, int decimals, int groups) =>
        candidates.Contains(decimals) && candidates.Contains(groups) && seen.CountUnclear(decimals, groups) > 0;

    private int[] Candidates() => MarksOf(Total);

    private int[] MarksOf(long cells) =>
        [.. Enumerable.Range(0, NumberMarks.All.Length).Where(marks => seen.CountNumbers(marks) == cells)];

    /// <summary>Returns the marks with which most cells are numbers.</summary>
    private int MarksOfMost()
    {
        var most = Enumerable.Range(0, NumberMarks.All.Length).Max(seen.CountNumbers);
        return Array.IndexOf(NumberMarks.All, Choose(MarksOf(most), unit: null).Marks);
    }

    /// <summary>Returns the unit and the magnitudes of the numbers, with the first marks, or the problem of different units; null for other texts around them.</summary>
    private Found? FindUnit()
    {
        if (seen.Units.Count == 0)
        {
            return new(NumberMarks.All[0], null);
        }

        (NumberUnit Unit, long Count)[] groups =
        [
            .. seen
                .Units.GroupBy(unit => (unit.Key.Prefix, unit.Key.Suffix.Trim()))
                .Select(same => (same.MaxBy(unit => unit.Value).Key, same.Sum(unit => unit.Value)))
                .OrderByDescending(same => same.Item2),
        ];
        var without = Total - groups.Sum(group => group.Count);
        var zeros = seen.Counts.Where(count => NumberUnit.IsZero(count.Key)).Sum(count => count.Value);
        if (groups.Length == 1 && (without == 0 || without == zeros))
        {
            return new(NumberMarks.All[0], groups[0].Unit);
        }

        if (FindMagnitudes([.. groups.Select(group => group.Unit)], without > zeros) is { } found)
        {
            return found;
        }

        // Words behind numbers with decimals are units, too, if they repeat: 4.1 mmol/l beside 162.0 mg/dl.
        var haveDecimals = seen.Counts.Keys.Any(text => NumberUnit.NumberIn(text).ContainsAny('.', ','));
        var areKnown = groups.All(group =>
            KnownUnits.Contains(group.Unit.Suffix.Trim())
            || group.Unit.Prefix.Length > 0
            || (haveDecimals && group.Unit.Suffix.StartsWith(' ') && group.Count >= FewestOfUnit)
        );
        var areNumbers = Candidates().Length > 0 && seen.DistinctCount > 2;
        return areKnown && areNumbers
            ? new Found(
                NumberMarks.All[0],
                null,
                Problem: $"the numbers have different units: {string.Join(", ", groups.Select(Describe).Append(without > 0 ? $"none in {Cells(without)}" : "").Where(text => text.Length > 0))}. Convert them to one unit"
            )
            : null;

        static string Describe((NumberUnit Unit, long Count) group) =>
            $"'{group.Unit.Prefix}{group.Unit.Suffix}'".Replace("' ", "'") + $" in {Cells(group.Count)}";
    }

    /// <summary>Returns the letters for thousands and more, and the currency before the numbers, if these are all that is around them; null for other units.</summary>
    private static Found? FindMagnitudes(NumberUnit[] units, bool hasNumbersWithout)
    {
        string[] suffixes = [.. units.Select(unit => unit.Suffix).Where(suffix => suffix.Trim().Length > 0).Distinct()];
        NumberMagnitudes magnitudes = new(suffixes);
        // One letter is a unit, such as that of meters, except for thousands beside other numbers, and for amounts of a currency.
        return
            suffixes.Length > 0
            && (suffixes.Length > 1 || units.Length > 1 || (hasNumbersWithout && suffixes[0].Trim() is "k" or "K"))
            && NumberMagnitudes.AreKnown(suffixes)
            && !(hasNumbersWithout && magnitudes.AreUnits)
            && units.Select(unit => unit.Prefix).Distinct().ToArray() is [var prefix]
            && (prefix.Length == 0 || !hasNumbersWithout)
            ? new Found(NumberMarks.All[0], prefix.Length > 0 ? new NumberUnit(prefix, "") : null)
            {
                Magnitudes = [.. magnitudes.Sorted],
            }
            : null;
    }

    private Found Choose(int[] candidates, NumberUnit? unit)
    {
        if (IsOpen(candidates, Point, PointGroups))
        {
            var areGroups =
                (options.DecimalMark ?? tableMark) == ',' && Whole().Select(Digits).DefaultIfEmpty().Max() <= 3;
            return new Found(
                NumberMarks.All[areGroups ? PointGroups : Point],
                unit,
                areGroups && options.DecimalMark is null
                    ? "Other columns have decimal commas, so points separate groups of three digits."
                    : null
            );
        }

        if (!IsOpen(candidates, Comma, CommaGroups))
        {
            return new Found(NumberMarks.All[candidates[0]], unit);
        }

        var own = FromOtherCells();
        (var mark, var note) =
            options.DecimalMark is { } chosen ? (chosen, null)
            : tableMark is '.' && own.Mark is '.' ? own
            : tableMark is { } other
                ? (other, $"Other columns have decimal {Name(other)}s, so this column is read the same way.")
            : unit?.Prefix.TrimEnd().EndsWith('$') == true
                ? ('.', $"Commas separate groups of three digits, as usual for amounts in {unit.Prefix.TrimEnd()}.")
            : own;
        return mark is null
            ? new Found(
                NumberMarks.All[Comma],
                unit,
                Problem: $"'{Excerpt.Of(Marked().FirstOrDefault() ?? seen.Examples[0])}' may be a number with a decimal comma, or one with groups of three digits"
            )
            {
                NeedsMark = true,
            }
            : new Found(NumberMarks.All[mark == ',' ? Comma : CommaGroups], unit, note);
    }

    // Thousands without a comma contradict groups. Small whole numbers beside numbers that all have three digits after the comma
    // contradict decimals: some of these would be shorter, or all numbers would have them.
    private (char? Mark, string? Note) FromOtherCells()
    {
        var whole = Whole();
        return whole.Select(Digits).DefaultIfEmpty().Max() > 3
                ? (
                    ',',
                    $"'{whole.First(text => Digits(text) > 3)}' has no group mark, so that commas stand before decimals."
                )
            : whole.Length > 0 && Marked().Length >= LeastGrouped
                ? ('.', "All numbers from 1,000 on have commas, and no smaller ones, so that commas group digits.")
            : (null, null);
    }

    private string[] Whole() =>
        [.. seen.Counts.Keys.Where(text => !NumberMarks.AreIn(text) && text.Any(char.IsAsciiDigit))];

    private string[] Marked() => [.. seen.Counts.Keys.Where(text => NumberMarks.AreIn(text))];

    private static int Digits(string text)
    {
        var count = 0;
        foreach (var c in NumberUnit.NumberIn(text))
        {
            count += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return count;
    }

    private IEnumerable<(double Value, string Text, long Count)> Read(VaeColumnSchema schema)
    {
        foreach ((var text, var count) in seen.Counts)
        {
            if (!Placeholders.Contains(text) && schema.TryReadNumber(text, out var value))
            {
                yield return (value, text, count);
            }
        }
    }

    private VaeColumnSchema WithDecimals(VaeColumnSchema schema)
    {
        if (
            Values.Any(value =>
                value.Text.AsSpan().ContainsAny('e', 'E') && schema.Suffix.Length + schema.Magnitudes.Count == 0
            )
        )
        {
            return schema;
        }

        var mark = schema.DecimalMark ?? '.';
        int[] decimals = [.. Values.Select(value => Decimals(value.Text, mark)).DefaultIfEmpty()];
        return decimals.Max() > MostDecimals
            ? schema
            : schema with
            {
                Decimals = decimals.Max(),
                PadsDecimals = decimals.Max() > 0 && decimals.Min() == decimals.Max(),
            };
    }

    private static int Decimals(string text, char mark)
    {
        var number = NumberUnit.NumberIn(text);
        var point = number.LastIndexOf(mark);
        return point < 0 ? 0 : number.Length - 1 - point;
    }

    private VaeColumnProfile WithRange(VaeColumnProfile profile, (double Value, string Text, long Count)[] values)
    {
        if (values.Length == 0)
        {
            return profile;
        }

        Array.Sort(values, (a, b) => a.Value.CompareTo(b.Value));
        var isPartial = seen.HasMoreValues && profile.Schema.HasPlainNumbers && profile.Schema.MissingTexts.Count == 0;
        return profile with
        {
            Minimum = isPartial ? Text(seen.Smallest) : values[0].Text,
            Maximum = isPartial ? Text(seen.Largest) : values[^1].Text,
            Quantiles = Quantiles(profile, values),
        };
    }

    private double[] Quantiles(VaeColumnProfile profile, (double Value, string Text, long Count)[] values)
    {
        var counted = seen.HasMoreValues
            ? seen
                .Sample.Where(text => text is not null && !profile.Schema.IsMissing(text))
                .Select(text =>
                    (Value: profile.Schema.TryReadNumber(text, out var value) ? value : double.NaN, Count: 1L)
                )
                .Where(value => !double.IsNaN(value.Value))
                .OrderBy(value => value.Value)
                .ToArray()
            : [.. values.Select(value => (value.Value, value.Count))];
        var total = counted.Sum(value => value.Count);
        return [.. Levels.Select(level => At((long)Math.Ceiling(level * total)))];

        double At(long rank)
        {
            foreach ((var value, var count) in counted)
            {
                rank -= count;
                if (rank <= 0)
                {
                    return value;
                }
            }

            return counted.LastOrDefault().Value;
        }
    }

    private string Reason(long count, long others)
    {
        var values =
            others > 0
                ? FormattableString.Invariant($"{count - others} of {count}")
                : FormattableString.Invariant($"All {count}");
        return Values.Count == 0 ? $"{values} values are numbers with units."
            : AreWhole
                ? FormattableString.Invariant(
                    $"{values} values are whole numbers, {Values.Count}{(seen.HasMoreValues ? " and more" : "")} of them different."
                )
            : $"{values} values are numbers, some with decimals.";
    }

    private static string DescribeMarks(VaeColumnSchema schema)
    {
        string?[] parts =
        [
            schema.DecimalMark == ',' ? "decimal commas" : null,
            schema.GroupMark is { } group ? $"'{group}' between thousands" : null,
            schema.Prefix.Length + schema.Suffix.Length > 0
                ? $"the unit '{(schema.Prefix + schema.Suffix).Trim()}'"
                : null,
            schema.Magnitudes.Count > 0 ? new NumberMagnitudes(schema.Magnitudes).Describe() : null,
        ];
        return string.Join(" and ", parts.Where(part => part is not null));
    }

    public static string Name(char mark) => mark == ',' ? "comma" : "point";

    private static string Cells(long count) => count == 1 ? "1 cell" : FormattableString.Invariant($"{count} cells");

    private static string Quoted(IEnumerable<string> texts) =>
        string.Join(", ", texts.Select(text => $"'{Excerpt.Of(text)}'"));

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
