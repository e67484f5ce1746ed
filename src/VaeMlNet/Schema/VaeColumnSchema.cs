using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VaeMlNet;

/// <summary>The kind of a table's column, and how the texts of its cells are read and written.</summary>
/// <remarks>
/// Members that do not matter for the kind are ignored. Equality compares lists by their elements.
/// Immutable, hence safe to use from several threads.
/// </remarks>
public sealed partial record VaeColumnSchema
{
    /// <summary>The date format of whole or decimal seconds since 1970-01-01, UTC.</summary>
    public const string EpochSeconds = "epoch-seconds";

    /// <summary>The date format of milliseconds since 1970-01-01, UTC.</summary>
    public const string EpochMilliseconds = "epoch-milliseconds";

    private static readonly (VaeColumnKind Kind, string Name)[] KindNames =
    [
        (VaeColumnKind.Number, "number"),
        (VaeColumnKind.WholeNumber, "integer"),
        (VaeColumnKind.Boolean, "boolean"),
        (VaeColumnKind.Category, "category"),
        (VaeColumnKind.OrderedCategory, "ordered"),
        (VaeColumnKind.Date, "date"),
        (VaeColumnKind.Identifier, "identifier"),
        (VaeColumnKind.Text, "text"),
        (VaeColumnKind.Constant, "constant"),
        (VaeColumnKind.Ignored, "ignore"),
    ];

    // That of DateStep, which is read once, and not for each date.
    private readonly CalendarStep? step;

    // Those of Magnitudes.
    private readonly NumberMagnitudes magnitudes = NumberMagnitudes.None;

    /// <summary>Gets the column's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the column's kind.</summary>
    public required VaeColumnKind Kind { get; init; }

    /// <summary>
    /// Gets the texts of categories in their order, of Booleans those of false and true, and of a constant its only text.
    /// </summary>
    /// <value>Default: empty, which means the texts of the data: sorted, or in the order of their meaning.</value>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Gets the text among <see cref="Values"/> that stands for all texts that are not among them.</summary>
    /// <value>Default: null, which means that other texts count as missing, or as unseen in scores.</value>
    /// <remarks>Profiles set it for categories of which only the frequent ones are kept.</remarks>
    public string? OtherValue { get; init; }

    /// <summary>Gets the texts that mean a missing value in this column, in addition to empty cells and the common marks.</summary>
    /// <value>Default: empty. Numbers are compared as numbers, so that <c>999</c> is also <c>999.0</c>.</value>
    public IReadOnlyList<string> MissingTexts { get; init; } = [];

    /// <summary>Gets the text that written rows have for a missing number, such as -1.</summary>
    /// <value>Default: empty. Profiles set it to the number that stands for missing, if no cell is missing in another way.</value>
    /// <remarks>It is one of <see cref="MissingTexts"/>. Parquet files have a null.</remarks>
    public string MissingMark { get; init; } = "";

    /// <summary>Gets a value indicating whether every text that is no number, such as <c>2100 - 2850</c> or <c>unlimited</c>, counts as missing.</summary>
    /// <value>Default: false, which means that such a cell is refused. Profiles set it for numbers among which more than a few texts are.</value>
    public bool TreatsTextsAsMissing { get; init; }

    /// <summary>Gets the mark between the whole number and the decimals.</summary>
    /// <value>Default: null, which means a point in complete schemas, and the mark that fits the data in others. Range: <c>.</c> and <c>,</c>.</value>
    public char? DecimalMark
    {
        get;
        init
        {
            field = value;
            TableMarks = null;
        }
    }

    /// <summary>Gets the mark between groups of three digits.</summary>
    /// <value>Default: null, which means that numbers are written without one, and read with each that is clear beside <see cref="DecimalMark"/>. Range: <c>.</c>, <c>,</c>, a blank, and <c>'</c>.</value>
    public char? GroupMark
    {
        get;
        init
        {
            field = value;
            TableMarks = null;
        }
    }

    /// <summary>
    /// Gets the marks of other columns of the table, in which numbers are read, but not written, if those of the training data have no marks, such as
    /// numbers below 1,000; null for none.
    /// </summary>
    internal NumberMarks? TableMarks { get; init; }

    /// <summary>Gets the text before each number, such as <c>$</c>.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Gets the text after each number, such as <c>%</c> or <c> kg</c>, with the blank before it.</summary>
    public string Suffix { get; init; } = "";

    /// <summary>
    /// Gets the letters after numbers, before the unit, that stand for thousands (<c>k</c>, <c>K</c>), millions (<c>M</c>, <c>m</c>, <c>mn</c>), billions (<c>B</c>, <c>b</c>, <c>bn</c>) and trillions
    /// (<c>T</c>, <c>tn</c>): 565K is 565,000. Or the units of time (<c>ns</c> to <c>d</c>) or data (<c>B</c> to <c>TiB</c>) of numbers that have
    /// different ones, which are read in the smallest. A number is written with the largest that leaves at least 1.
    /// </summary>
    /// <value>Default: empty, which means none in complete schemas, and those of the data in others, if numbers have different ones.</value>
    public IReadOnlyList<string> Magnitudes
    {
        get;
        init
        {
            field = value;
            magnitudes = new(value);
        }
    } = [];

    /// <summary>Gets the largest number of decimals.</summary>
    /// <value>Default: null, which means as many as float32 has. Range: 0 to 15.</value>
    public int? Decimals { get; init; }

    /// <summary>Gets a value indicating whether every number is written with all of its <see cref="Decimals"/>.</summary>
    public bool PadsDecimals { get; init; }

    /// <summary>
    /// Gets the format of dates: a custom format of .NET in the invariant culture, <see cref="EpochSeconds"/>, <see cref="EpochMilliseconds"/>,
    /// or that of durations of any number of hours, as in Excel: <c>[h]:mm</c>, <c>[h]:mm:ss</c>, or with two digits at least <c>[hh]:mm</c> and <c>[hh]:mm:ss</c>, or those of .NET: <c>[d].hh:mm:ss.FFFFFFF</c>.
    /// A format with years of two digits can end with the year after the last one that they stand for: with <c>dd.MM.yy&lt;2030</c>, they are 1930 to 2029, and without it 1950 to 2049.
    /// </summary>
    /// <value>Default: null, which means the format that fits the data.</value>
    public string? DateFormat { get; init; }

    /// <summary>Gets the date from which days are counted.</summary>
    /// <value>Default: null, which means the earliest day of the data.</value>
    public DateTime? Origin { get; init; }

    /// <summary>
    /// Gets the name of another column of dates, of the same row, from which days are counted instead of <see cref="Origin"/>: that of a
    /// shipment is the days after the order. It is a column of dates that are counted from an origin.
    /// </summary>
    /// <value>
    /// Default: null, which means the origin in complete schemas, and in others the column of dates, if there is one, that is closer to these dates than they are to each
    /// other, or never later or earlier.
    /// </value>
    public string? Since { get; init; }

    /// <summary>Gets the numbers that a date becomes. Those with <see cref="Since"/> are days only.</summary>
    /// <value>Default: <see cref="VaeDateParts.None"/>, which means those that vary in the data.</value>
    public VaeDateParts DateParts { get; init; }

    /// <summary>
    /// Gets the distance of which filled and synthetic dates are multiples from <see cref="Origin"/>, as a duration of ISO 8601 of years or
    /// months (<c>P1M</c>), or of days and times (<c>P7D</c>, <c>PT15M</c>). A month has the day of the origin, or its last day if it is shorter.
    /// </summary>
    /// <value>
    /// Default: null, which means the largest distance that fits the data, from a minute on, and any date in complete schemas. Range: a second to 100
    /// years.
    /// </value>
    public string? DateStep
    {
        get;
        init
        {
            field = value;
            step = value is null ? null : CalendarStep.Parse(value);
        }
    }

    /// <summary>
    /// Gets the pattern of the texts of an identifier, such as <c>ORD-[0-9][0-9][0-9]</c>: characters, and the classes [0-9], [a-z] and
    /// [A-Z] and their combinations.
    /// </summary>
    /// <value>Default: null, which means whole numbers in complete schemas, and the pattern of the data in others.</value>
    public string? Pattern { get; init; }

    /// <summary>Gets the first number after those of the identifiers in the data.</summary>
    /// <value>Default: null, which means that identifiers do not count. Range: 0 and up.</value>
    public long? NextNumber { get; init; }

    /// <summary>Gets a value indicating whether models read the column.</summary>
    public bool IsModeled =>
        Kind is not (VaeColumnKind.Identifier or VaeColumnKind.Text or VaeColumnKind.Constant or VaeColumnKind.Ignored);

    /// <summary>Gets a value indicating whether the column has numbers.</summary>
    public bool IsNumeric => Kind is VaeColumnKind.Number or VaeColumnKind.WholeNumber;

    /// <summary>Gets a value indicating whether the column has categories, a Boolean being one of two.</summary>
    public bool IsCategorical =>
        Kind is VaeColumnKind.Category or VaeColumnKind.OrderedCategory or VaeColumnKind.Boolean;

    /// <summary>Gets a value indicating whether numbers are plain: with decimal points, and without groups, units and magnitudes, also by the other columns of the table.</summary>
    public bool HasPlainNumbers =>
        DecimalMark is null or '.'
        && GroupMark is null
        && TableMarks is null
        && Prefix == ""
        && Suffix == ""
        && Magnitudes.Count == 0;

    /// <summary>Returns the name that a kind has in JSON.</summary>
    public static string NameOf(VaeColumnKind kind) => Array.Find(KindNames, name => name.Kind == kind).Name;

    /// <summary>Returns the kind of a name in JSON; null where no kind has the name.</summary>
    internal static VaeColumnKind? KindOf(string? name) =>
        Array.FindIndex(KindNames, known => known.Name == name) is var index and >= 0 ? KindNames[index].Kind : null;

    /// <summary>Gets the names of all kinds in JSON.</summary>
    internal static IEnumerable<string> AllNames => KindNames.Select(name => name.Name);

    /// <summary>
    /// Returns whether a cell has no value: it is empty, has one of <see cref="MissingTexts"/>, or has one of the common marks NA, N/A,
    /// NaN, null, ?, -, . and their like, or it is no number and <see cref="TreatsTextsAsMissing"/>. In columns of numbers and dates, words such as none and unknown
    /// are marks, too. A text of <see cref="Values"/> is a value, whatever it is.
    /// </summary>
    /// <param name="cell">The cell's text, without blanks around it.</param>
    public bool IsMissing(ReadOnlySpan<char> cell)
    {
        if (cell.IsEmpty)
        {
            return true;
        }

        foreach (var text in MissingTexts)
        {
            if (cell.Equals(text, StringComparison.OrdinalIgnoreCase) || IsSameNumber(cell, text))
            {
                return true;
            }
        }

        return (MissingMarks.Contain(cell, hasNumbers: IsNumeric || Kind == VaeColumnKind.Date) && !IsValue(cell))
            || (TreatsTextsAsMissing && IsNumeric && !TryReadNumber(cell, out _));
    }

    /// <summary>Reads the number of a cell, in the column's marks and unit. A zero needs no unit, and times and sizes may have other units.</summary>
    /// <param name="cell">The cell's text, without blanks around it.</param>
    /// <param name="value">The number.</param>
    /// <returns>True if the cell has a number.</returns>
    public bool TryReadNumber(ReadOnlySpan<char> cell, out double value)
    {
        value = 0;
        var known = magnitudes;
        if (!NumberUnit.TryStrip(cell, Prefix, Suffix, out var isNegative, out var number))
        {
            // A time in ms is also read in s, since a slower program writes such times.
            known = NumberMagnitudes.OfUnit(Suffix.Trim());
            if (known is null || !NumberUnit.TryStrip(cell, Prefix, "", out isNegative, out number))
            {
                return NumberUnit.IsZero(cell);
            }
        }

        if (!known.TryStrip(ref number, out var factor))
        {
            return NumberUnit.IsZero(cell);
        }

        var isRead = TryReadMarks(number, out value) && !(isNegative && value < 0);
        value *= isNegative ? -factor : factor;
        return isRead;
    }

    /// <summary>Returns the text of a number, in the column's marks, unit and decimals.</summary>
    /// <param name="value">The number. It is finite.</param>
    public string FormatNumber(double value)
    {
        var (magnitude, factor) = magnitudes.Choose(Math.Abs(value));
        var number = new NumberMarks(DecimalMark ?? '.', GroupMark).Format(
            Math.Abs(value) / factor,
            Decimals,
            PadsDecimals
        );
        var isNegative = value < 0 && number.AsSpan().ContainsAnyInRange('1', '9');
        return $"{(isNegative ? "-" : "")}{Prefix}{number}{magnitude}{Suffix}";
    }

    /// <summary>Reads the date of a cell in <see cref="DateFormat"/>.</summary>
    /// <param name="cell">The cell's text, without blanks around it.</param>
    /// <param name="value">
    /// The date and time of day on the writer's clock: offsets are not converted, except where <see cref="DateFormat"/> begins with that of times in
    /// UTC ('Z').
    /// </param>
    /// <returns>True if the cell has a date.</returns>
    public bool TryReadDate(ReadOnlySpan<char> cell, out DateTime value) =>
        DateTexts.TryRead(cell, DateFormat ?? "yyyy-MM-dd", out value)
        || (IsTime && DurationText.TryRead(cell, DurationText.Days, out value) && value.Ticks >= TimeSpan.TicksPerDay);

    /// <summary>Reads the date of a cell in <see cref="DateFormat"/> with its offset from UTC.</summary>
    /// <param name="cell">The cell's text, without blanks around it.</param>
    /// <param name="value">The date with the offset of the cell, or of the format; in UTC where neither has one.</param>
    /// <returns>True if the cell has a date.</returns>
    public bool TryReadInstant(ReadOnlySpan<char> cell, out DateTimeOffset value)
    {
        if (DateTexts.TryReadInstant(cell, DateFormat ?? "yyyy-MM-dd", out value))
        {
            return true;
        }

        var isRead = TryReadDate(cell, out var date);
        value = new(date, TimeSpan.Zero);
        return isRead;
    }

    /// <summary>Returns the text of a date in <see cref="DateFormat"/>, with its own offset if there is a format with it.</summary>
    /// <param name="value">The date.</param>
    public string FormatInstant(DateTimeOffset value) => DateTexts.Format(value, DateFormat ?? "yyyy-MM-dd");

    /// <summary>Returns the text of a date in the first format of <see cref="DateFormat"/>.</summary>
    /// <param name="value">The date.</param>
    public string FormatDate(DateTime value) =>
        DateTexts.Format(
            value,
            IsTime && value.Ticks >= TimeSpan.TicksPerDay ? DurationText.Days : DateFormat ?? "yyyy-MM-dd"
        );

    /// <summary>Returns the text of a date on the clock of the writer, without an offset where rows can have others.</summary>
    internal string FormatClock(DateTime value) =>
        DateFormat?.Contains(DateTexts.AnyOffset, StringComparison.Ordinal) == true
            ? DateTexts.FormatClock(value, DateFormat)
            : FormatDate(value);

    // What took minutes in the training data can take days.
    private bool IsTime => DateFormat?.StartsWith('H') == true;

    /// <summary>Returns the closest date that is a multiple of <see cref="DateStep"/> from <see cref="Origin"/>; the same date without a step.</summary>
    /// <param name="value">The date.</param>
    public DateTime RoundDate(DateTime value) => step?.Round(value, Origin ?? DateTime.UnixEpoch) ?? value;

    /// <summary>
    /// Returns a new identifier that looks like those of the data: numbers go on after the largest, other texts have the same pattern.
    /// </summary>
    /// <param name="index">The number of the identifier, from 0. Different numbers have different identifiers.</param>
    /// <param name="seed">Chooses other texts of a pattern that has no numbers to go on from, as the column's name does.</param>
    public string FormatIdentifier(long index, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var pattern = Pattern is null ? null : IdentifierPattern.Parse(Pattern);
        return NextNumber is { } next && pattern is null or { CountedDigits: > 0 }
                ? FormatCounted(pattern, unchecked((long)((ulong)next + (ulong)index) & long.MaxValue))
            : pattern is null ? FormatCounted(null, index)
            : pattern.Format(
                index,
                BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {Name}")))
            );
    }

    /// <inheritdoc />
    public bool Equals(VaeColumnSchema? other) =>
        other is not null && (ReferenceEquals(this, other) || Facts().SequenceEqual(other.Facts()));

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, Kind, Values.Count, DateFormat);

    private IEnumerable<object?> Facts() =>
        [
            Name,
            Kind,
            Values.Count,
            .. Values,
            OtherValue,
            .. MissingTexts,
            MissingMark,
            TreatsTextsAsMissing,
            DecimalMark,
            GroupMark,
            Prefix,
            Suffix,
            Magnitudes.Count,
            .. Magnitudes,
            Decimals,
            PadsDecimals,
            DateFormat,
            Origin,
            DateParts,
            Since,
            DateStep,
            Pattern,
            NextNumber,
        ];

    private static string FormatCounted(IdentifierPattern? pattern, long number) =>
        pattern?.FormatCounted(number) ?? number.ToString(CultureInfo.InvariantCulture);

    private bool TryReadMarks(ReadOnlySpan<char> number, out double value)
    {
        var own = new NumberMarks(DecimalMark ?? '.', GroupMark);
        if (TableMarks?.TryRead(number, out value) == true || own.TryRead(number, out value))
        {
            return true;
        }

        // The training data may have had no number from 1,000 on.
        foreach (var group in GroupMark is null ? NumberMarks.Groups : "")
        {
            // 1,234 alone is perhaps a number with a decimal comma.
            var isClear = group != ',' || Decimals > 0 || number.Contains('.') || number.Count(',') > 1;
            if (group != own.Decimal && isClear && (own with { Group = group }).TryRead(number, out value))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsSameNumber(ReadOnlySpan<char> cell, string text) =>
        IsNumeric && TryReadNumber(cell, out var value) && TryReadNumber(text, out var missing) && value == missing;

    private bool IsValue(ReadOnlySpan<char> cell)
    {
        foreach (var value in IsCategorical ? Values : [])
        {
            if (cell.SequenceEqual(value))
            {
                return true;
            }
        }

        return false;
    }
}
