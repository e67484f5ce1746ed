namespace VaeMlNet;

/// <summary>Finds the formats that all dates of a column have.</summary>
internal sealed class DateFormats
{
    private const int ShortestDate = 6;
    private const int LongestDate = 40;
    private const int MostZones = 3;

    private const string Digits8 = "yyyyMMdd";
    private const string Digits14 = "yyyyMMddHHmmss";

    // One M or d reads numbers with and without a leading zero.
    private static readonly string[] Dates =
    [
        "yyyy-M-d",
        "yyyy/M/d",
        "yyyy.M.d",
        "d.M.yyyy",
        "d/M/yyyy",
        "M/d/yyyy",
        "d-M-yyyy",
        "M-d-yyyy",
        Digits8,
        Digits14,
        "d MMM yyyy",
        "d MMMM yyyy",
        "MMM d yyyy",
        "MMM d, yyyy",
        "MMMM d, yyyy",
        "MMM d,yyyy",
        "MMMM d,yyyy",
        "d-MMM-yyyy",
        "MMM-d-yyyy",
        "d/MMM/yyyy",
        "dMMMyyyy",
        "d-MMM-yy",
        "d.M.yy",
        "d/M/yy",
        "M/d/yy",
        "d-M-yy",
        "M-d-yy",
        "yy-M-d",
        "yyyy-MM",
        "yyyy/MM",
        "MMM yyyy",
        "MMMM yyyy",
        "MMM-yyyy",
        "MMM-yy",
        "ddd, d MMM yyyy",
        "dddd, MMMM d, yyyy",
    ];

    private static readonly string[] Times =
    [
        "H:mm",
        "H:mm:ss",
        DateTexts.Fractions,
        "H:mm:ss,fff",
        "h:mm tt",
        "h:mm:ss tt",
        "h:mm:ss.FFFFFFF tt",
        DurationText.Minutes,
        DurationText.Seconds,
        DurationText.Days,
    ];

    private static readonly ulong TimesOfDay = (1ul << Array.IndexOf(Times, DurationText.Minutes)) - 1;

    private readonly Dictionary<string, int> zones = [];
    private ulong dates = (1ul << Dates.Length) - 1;
    private ulong times = (1ul << Times.Length) - 1;
    private bool? hasDate;
    private bool? hasTime;
    private string? separator;
    private bool isMixed;

    /// <summary>Gets a value indicating whether some format fits all cells so far.</summary>
    public bool AreLeft => !isMixed && dates != 0 && times != 0 && hasDate is not null;

    /// <summary>Gets a value indicating whether dates have no separators, so that they are also whole numbers.</summary>
    public bool AreDigits =>
        AreLeft && hasDate == true && hasTime == false && DateCandidates() is [Digits8] or [Digits14];

    /// <summary>Leaves out the formats that a cell does not have.</summary>
    public void Add(ReadOnlySpan<char> cell)
    {
        if (isMixed || dates == 0 || times == 0)
        {
            return;
        }

        if (cell.Length is < 4 or > LongestDate || cell.IndexOfAnyInRange('0', '9') < 0)
        {
            isMixed = true;
            return;
        }

        Split(cell, out var date, out var time, out var zone);
        var isSame = (hasDate ?? !date.IsEmpty) == !date.IsEmpty && (hasTime ?? !time.IsEmpty) == !time.IsEmpty;
        hasDate = !date.IsEmpty;
        hasTime = !time.IsEmpty;
        isMixed |= !isSame || !AddZone(zone) || (!date.IsEmpty && date.Length < ShortestDate);
        dates = date.IsEmpty || isMixed ? dates : Narrow(dates, Dates, date);
        times = time.IsEmpty || isMixed ? times : Narrow(times, Times, time);
        // A day has 24 hours.
        times &= date.IsEmpty ? times : TimesOfDay;
    }

    /// <summary>Returns the formats that fit, in the order of preference, with the digits that the column writes.</summary>
    public string[] Find(IReadOnlyCollection<string> cells) =>
        AreLeft ? [.. DateCandidates().SelectMany(Complete).GroupBy(f => f.Date).Select(f => Exact(f, cells))] : [];

    private static string Exact(IEnumerable<(string Date, string Format)> variants, IReadOnlyCollection<string> cells)
    {
        string[] formats = [.. variants.Select(variant => variant.Format)];
        return formats.MaxBy(format => cells.Take(1000).Count(cell => IsWrittenSo(cell, format)))!;
    }

    private static bool IsWrittenSo(string cell, string format) =>
        DateTexts.TryRead(cell, format, out var value)
        && DateTexts.Format(value, format).Equals(cell, StringComparison.OrdinalIgnoreCase);

    private string[] DateCandidates() => hasDate == true ? [.. Dates.Where((_, i) => (dates >> i & 1) != 0)] : [""];

    private IEnumerable<(string Date, string Format)> Complete(string date)
    {
        string[] timesLeft = hasTime == true ? [.. Times.Where((_, i) => (times >> i & 1) != 0)] : [""];
        // Cells are written with the most frequent offset, and read with any: that of the other half of the year, too.
        var zone = zones.MaxBy(zone => zone.Value).Key ?? "";
        var any = zone.StartsWith(' ') && !char.IsAsciiLetter(zone[^1]) ? " zz" : "zz";
        any += zones.Keys.All(name => name.Trim() is ['+' or '-', _, _]) ? "" : "z";
        var middle =
            date.Length == 0 || hasTime != true ? ""
            : separator == "T" ? "'T'"
            : separator;
        return from own in Digits(date)
            from time in timesLeft.Take(1).SelectMany(Digits)
            let clock = own + middle + time
            select (date, zone.Length == 0 ? clock : $"{clock}'{zone}'{DateTexts.Or}{clock}{any}");
    }

    // "d.M.yyyy" as it is, and as "dd.MM.yyyy".
    private static string[] Digits(string format)
    {
        var padded = string.Join(
            "",
            format
                .Select(
                    (c, i) =>
                        (c, isSingle: (i == 0 || format[i - 1] != c) && (i + 1 == format.Length || format[i + 1] != c))
                )
                .Select(part => part.isSingle && part.c is 'd' or 'M' or 'H' or 'h' ? Pad(part) : part.c.ToString())
        );
        return padded == format ? [format] : [padded, format];
    }

    private static string Pad((char C, bool IsSingle) part) => new(part.C, part.IsSingle ? 2 : 1);

    private static ulong Narrow(ulong left, string[] formats, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < formats.Length; i++)
        {
            if ((left >> i & 1) != 0 && !DateTexts.TryRead(text, formats[i], out _))
            {
                left &= ~(1ul << i);
            }
        }

        return left;
    }

    private void Split(
        ReadOnlySpan<char> cell,
        out ReadOnlySpan<char> date,
        out ReadOnlySpan<char> time,
        out ReadOnlySpan<char> zone
    )
    {
        date = cell;
        time = zone = [];
        var colon = cell.IndexOf(':');
        var start = colon;
        if (start < 0)
        {
            return;
        }

        while (start > 0 && char.IsAsciiDigit(cell[start - 1]))
        {
            start--;
        }

        // A year, and no hours: SAS writes 08Mar2023:10:15:00, and web servers 08/Mar/2023:10:15:00 +0100.
        start = start > 0 && colon - start == 4 ? colon + 1 : start;
        // Days before the hours of a duration end with a point.
        start = start > 1 && cell[start - 1] == '.' && char.IsAsciiDigit(cell[start - 2]) ? 0 : start;
        time = cell[start..];
        date = [];
        if (start > 0)
        {
            // JavaScript and Application Insights write a comma before the time.
            var between =
                cell[..start].EndsWith(", ") ? ", "
                : cell[start - 1] is 'T' or ' ' or ':' ? cell[start - 1].ToString()
                : null;
            date = cell[..(start - (between?.Length ?? 1))];
            isMixed |= between is null || (separator ?? between) != between;
            separator = between;
        }

        var end =
            time.EndsWith(" UTC") || time.EndsWith(" GMT") ? time.Length - " UTC".Length : time.LastIndexOfAny("+-Z");
        if (end > 0)
        {
            // SQL Server writes a blank before the offset.
            end -= time[end - 1] == ' ' ? 1 : 0;
            zone = time[end..];
            time = time[..end];
        }
    }

    private bool AddZone(ReadOnlySpan<char> zone)
    {
        var known = zones.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(zone, out var count) || zones.Count < MostZones)
        {
            known[zone] = count + 1;
        }

        // Offsets that differ are read as such; an offset in some cells only has no format.
        return zones.Count == 1 || zones.Keys.All(name => name.Trim() is "Z" or ['+' or '-', ..]);
    }
}

/// <summary>Chooses among date formats that fit all cells of a column: those with the day first and those with the month first.</summary>
internal static class DateFormatChoice
{
    private const int FewestMonths = 3;
    private const int Century = 100;

    // Of 00 to 99 in .NET, 50 is the first year of the last century.
    private const int FirstOfCentury = 50;
    private const int FirstOfFuture = 30;

    /// <summary>Chooses a format.</summary>
    /// <param name="formats">The formats that fit; more than one.</param>
    /// <param name="cells">Different cells of the column.</param>
    /// <param name="isDayFirst">The user's choice.</param>
    /// <returns>One format, or those that are left to the user, and a sentence with the reason.</returns>
    public static (string[] Formats, string Note) Choose(string[] formats, string[] cells, bool? isDayFirst)
    {
        formats = WithYearIn(formats, cells);
        string[] dayFirst = [.. formats.Where(format => IsDayFirst(format) == true)];
        string[] monthFirst = [.. formats.Where(format => IsDayFirst(format) == false)];
        if (dayFirst.Length == 0 || monthFirst.Length == 0)
        {
            return ([formats[0]], "");
        }

        if (isDayFirst is { } given)
        {
            return ([(given ? dayFirst : monthFirst)[0]], "The order of day and month is the given one.");
        }

        var dayIsOne = AreFirstsOfMonths(cells, dayFirst[0]);
        var monthIsOne = AreFirstsOfMonths(cells, monthFirst[0]);
        return dayIsOne == monthIsOne
            ? ([dayFirst[0], monthFirst[0]], "")
            : ([(dayIsOne ? dayFirst : monthFirst)[0]], "All dates are then firsts of months.");
    }

    /// <summary>
    /// Returns a format with the end of the century that years of two digits have, where 1950 to 2049, those of .NET, would tear the years of a column
    /// apart: dates of birth from 1935 to 2010 are then not 2035 to 2049 and 1950 to 2010.
    /// </summary>
    /// <param name="format">The format of the column.</param>
    /// <param name="cells">Different cells of the column.</param>
    /// <returns>The format, and a sentence about it; the format as it is, and an empty text, where those of .NET hold the years together.</returns>
    public static (string Format, string Note) WithCentury(string format, IEnumerable<string> cells)
    {
        var twoDigits = string.Join(DateTexts.Or, format.Split(DateTexts.Or).Where(DateTexts.HasTwoDigitsOfYear));
        SortedSet<int> years = [];
        foreach (var cell in twoDigits.Length == 0 ? [] : cells)
        {
            if (DateTexts.TryRead(cell, twoDigits, out var date))
            {
                years.Add(date.Year % Century);
            }
        }

        // The years without dates before each year, on a clock of a century.
        (int Start, int Empty)[] gaps =
        [
            .. years
                .Zip(years.Skip(1).Append(years.FirstOrDefault() + Century))
                .Select(pair => (pair.Second % Century, pair.Second - pair.First - 1)),
        ];
        var (start, empty) = gaps.DefaultIfEmpty().MaxBy(gap => gap.Empty);
        var usual = years.GetViewBetween(FirstOfCentury, Century).Append(years.FirstOrDefault()).First();
        if (gaps.Length < 2 || gaps.First(gap => gap.Start == usual).Empty >= empty)
        {
            return (format, "");
        }

        // Years that go through 00 began in the last century, as do those that would all be far in the future.
        var century = years.Max > start && years.Min < start || start >= FirstOfFuture ? 1900 : 2000;
        var decade = start - start % 10;
        var first = century + (start - decade <= empty ? decade : start);
        return (
            $"{format}{DateTexts.Before}{first + Century}",
            FormattableString.Invariant($"The two digits of years stand for {first} to {first + Century - 1}.")
        );
    }

    // Of 17-01-31 and 31-01-17, the year is the part with fewer different values.
    private static string[] WithYearIn(string[] formats, string[] cells)
    {
        string[] yearFirst = [.. formats.Where(IsYearFirst)];
        return yearFirst.Length == 0 || yearFirst.Length == formats.Length ? formats
            : CountParts(first: true) < CountParts(first: false) ? yearFirst
            : [.. formats.Except(yearFirst)];

        int CountParts(bool first) => cells.Select(cell => cell.Split('-')[first ? 0 : ^1]).Distinct().Count();
    }

    private static bool IsYearFirst(string format) => format.StartsWith("yy-", StringComparison.Ordinal);

    /// <summary>Returns whether a format has the day before the month, both as numbers; null for other formats.</summary>
    public static bool? IsDayFirst(string format) =>
        format.Contains("MMM", StringComparison.Ordinal) ? null
        : format.StartsWith('d') ? true
        : format.StartsWith('M') ? false
        : null;

    private static bool AreFirstsOfMonths(string[] cells, string format)
    {
        HashSet<int> months = [];
        foreach (var cell in cells)
        {
            if (!DateTexts.TryRead(cell, format, out var date) || date.Day != 1)
            {
                return false;
            }

            months.Add(date.Month);
        }

        return months.Count >= FewestMonths;
    }
}
