using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VaeMlNet;

/// <summary>Collects the facts about one column's cells, in one pass, from which its kind is chosen.</summary>
/// <param name="name">The column's name.</param>
/// <param name="given">The schema that the user gave for the column; null for none.</param>
/// <param name="missingTexts">Texts of cells without a value, besides common marks.</param>
/// <param name="mostCounted">The most different values that are counted.</param>
/// <param name="mostCompared">The most values that are compared with each other.</param>
/// <param name="sampleSize">The number of rows in the sample.</param>
internal sealed class ColumnObserver(
    string name,
    VaeColumnSchema? given,
    IReadOnlyList<string> missingTexts,
    int mostCounted,
    int mostCompared,
    int sampleSize
)
{
    private const int MostUnits = 16;

    // Most random identifiers of doubles have 15 or 16 digits. One of 100 million has 8.
    private const int FewestDigitsOfLongNumbers = 9;

    // The set of all marks: a number without marks fits each of them.
    private static readonly int AllMarks = (1 << NumberMarks.All.Length) - 1;
    private const int MostExamples = 5;

    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly Dictionary<int, long> cellsByMarks = [];
    private readonly Dictionary<NumberUnit, long> units = [];
    private readonly HashSet<ulong> hashes = [];
    private readonly List<string> examples = [];
    private string?[] sample = [];
    private long unmarked;
    private double previous = double.NaN;

    /// <summary>Gets the column's name.</summary>
    public string Name => name;

    /// <summary>Gets the schema that the user gave for the column; null for none.</summary>
    public VaeColumnSchema? Given => given;

    /// <summary>Gets the number of cells with a value.</summary>
    public long Values { get; private set; }

    /// <summary>Gets the number of cells without a value.</summary>
    public long Missing { get; private set; }

    /// <summary>Gets the texts of the options that cells without a value have.</summary>
    public SortedSet<string> FoundMissingTexts { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the number of cells with each value, of the values that came first.</summary>
    public IReadOnlyDictionary<string, long> Counts => counts;

    /// <summary>Gets the first different values.</summary>
    public IReadOnlyList<string> Examples => examples;

    /// <summary>Gets a value indicating whether there are more different values than were counted.</summary>
    public bool HasMoreValues { get; private set; }

    /// <summary>Gets a value indicating whether all values differ, as far as they were compared.</summary>
    public bool AreUnique { get; private set; } = true;

    /// <summary>Gets the number of different values, as far as they were compared.</summary>
    public long DistinctCount => Math.Max(counts.Count, hashes.Count);

    /// <summary>Gets the number of values after which differences were no longer counted.</summary>
    public long ComparedValues { get; private set; }

    /// <summary>Gets the number of plain numbers: with decimal points or none, without groups and units.</summary>
    public long PlainNumbers { get; private set; }

    /// <summary>Gets the number of cells that are texts of digits only, the first of several being 0.</summary>
    public long LeadingZeros { get; private set; }

    /// <summary>Gets the smallest number of digits of a plain number; 0 for numbers that are too large for identifiers.</summary>
    public int FewestDigits { get; private set; } = int.MaxValue;

    /// <summary>Gets the largest number of digits of a plain number.</summary>
    public int MostDigits { get; private set; }

    /// <summary>Gets the number of words of all values.</summary>
    public long Words { get; private set; }

    /// <summary>Gets the smallest of the plain numbers.</summary>
    public double Smallest { get; private set; } = double.PositiveInfinity;

    /// <summary>Gets the largest of the plain numbers.</summary>
    public double Largest { get; private set; } = double.NegativeInfinity;

    /// <summary>Gets a value indicating whether all plain numbers are whole.</summary>
    public bool AreWhole { get; private set; } = true;

    /// <summary>Gets a value indicating whether each plain number is the one before plus 1.</summary>
    public bool AreConsecutive { get; private set; } = true;

    /// <summary>Gets a value indicating whether each plain number is larger than the one before.</summary>
    public bool AreIncreasing { get; private set; } = true;

    /// <summary>Gets the first cell that is not a plain number.</summary>
    public (string Text, long Row)? FirstText { get; private set; }

    /// <summary>Gets the formats of dates that fit all cells.</summary>
    public DateFormats Dates { get; } = new();

    /// <summary>Gets the values of the sampled rows, in the sample's order; null for missing ones.</summary>
    public IReadOnlyList<string?> Sample => sample;

    /// <summary>Gets the units of numbers, and the number of cells with each.</summary>
    public IReadOnlyDictionary<NumberUnit, long> Units => units;

    /// <summary>Returns the number of cells that are numbers with given marks, with and without units.</summary>
    public long CountNumbers(int marks) => Sum(set => (set >> marks & 1) != 0);

    /// <summary>Returns the number of cells that two kinds of marks both fit, with different meanings.</summary>
    public long CountUnclear(int marks, int others) =>
        Sum(set => set != AllMarks && (set >> marks & 1) != 0 && (set >> others & 1) != 0);

    /// <summary>Adds a row's cell.</summary>
    /// <param name="cell">The text.</param>
    /// <param name="row">The row, from 0.</param>
    /// <param name="place">The row's place in the sample, or -1.</param>
    public void Add(ReadOnlySpan<char> cell, long row, int place)
    {
        cell = cell.Trim();
        var isMissing =
            (given is null ? MissingMarks.Contain(cell, hasNumbers: false) || cell.IsEmpty : given.IsMissing(cell))
            || IsMissingText(cell);
        Keep(isMissing ? null : cell, place);
        if (isMissing)
        {
            Missing++;
            return;
        }

        Values++;
        Words += 1 + cell.Count(' ');
        Count(cell);
        Dates.Add(cell);
        if (!AddNumber(cell))
        {
            FirstText ??= MissingMarks.Contain(cell, hasNumbers: true) ? null : (cell.ToString(), row);
        }
    }

    private bool IsMissingText(ReadOnlySpan<char> cell)
    {
        foreach (var text in missingTexts)
        {
            if (cell.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                FoundMissingTexts.Add(text);
                return true;
            }
        }

        return false;
    }

    private long Sum(Func<int, bool> has)
    {
        var sum = has(AllMarks) ? unmarked : 0;
        foreach ((var set, var count) in cellsByMarks)
        {
            sum += has(set) ? count : 0;
        }

        return sum;
    }

    /// <summary>Returns places of the sample in a random order, the same for all columns: a file can be sorted.</summary>
    /// <param name="most">The largest number of places.</param>
    public int[] RandomPlaces(int most)
    {
        // The sample has empty places behind the last row.
        int[] places = [.. Enumerable.Range(0, (int)Math.Min(sample.Length, Values + Missing))];
        new Random(1).Shuffle(places);
        return places[..Math.Min(most, places.Length)];
    }

    private void Keep(ReadOnlySpan<char> cell, int place)
    {
        if (place < 0)
        {
            return;
        }

        if (place >= sample.Length)
        {
            Array.Resize(ref sample, Math.Min(sampleSize, Math.Max(16, 2 * (place + 1))));
        }

        sample[place] = cell.IsEmpty ? null : cell.ToString();
    }

    private void Count(ReadOnlySpan<char> cell)
    {
        var known = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(known, cell);
        if (!Unsafe.IsNullRef(ref count))
        {
            count++;
            AreUnique = false;
        }
        else if (counts.Count < mostCounted)
        {
            known[cell] = 1;
            if (examples.Count < MostExamples)
            {
                examples.Add(cell.ToString());
            }
        }
        else
        {
            HasMoreValues = true;
        }

        if (hashes.Count < mostCompared && ComparedValues == Values - 1)
        {
            ComparedValues = Values;
            AreUnique &= hashes.Add(Hash(cell));
        }
    }

    // FNV-1a: fixed, so that the same table has the same profile.
    private static ulong Hash(ReadOnlySpan<char> cell)
    {
        var hash = 14695981039346656037;
        foreach (var c in cell)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return hash;
    }

    private bool AddNumber(ReadOnlySpan<char> cell)
    {
        if (NumberMarks.All[0].TryRead(cell, out var value))
        {
            PlainNumbers++;
            AddValue(value);
            var digits = CountDigits(cell, value);
            FewestDigits = Math.Min(FewestDigits, digits);
            MostDigits = Math.Max(MostDigits, digits);
            LeadingZeros += cell is ['0', >= '0' and <= '9', ..] && cell.IndexOfAnyExceptInRange('0', '9') < 0 ? 1 : 0;
            AddMarks(Fitting(cell, isPlain: true));
            return true;
        }

        var number = cell;
        if (NumberUnit.Find(cell) is { } unit)
        {
            if (units.Count < MostUnits || units.ContainsKey(unit))
            {
                units[unit] = units.GetValueOrDefault(unit) + 1;
            }

            if (!NumberUnit.TryStrip(cell, unit.Prefix, unit.Suffix, out _, out number))
            {
                return false;
            }
        }

        if (number.IndexOfAnyInRange('0', '9') >= 0)
        {
            AddMarks(Fitting(number, NumberMarks.All[0].TryRead(number, out _)));
        }

        return false;
    }

    // pandas writes the whole numbers of a column with missing cells as 5034558.0, and long ones as 8.8626635707512e+17.
    private static int CountDigits(ReadOnlySpan<char> number, double value)
    {
        var exponent = number.IndexOfAny('e', 'E');
        number = exponent < 0 ? number : number[..exponent];
        number = number.Contains('.') ? number.TrimEnd('0') : number;
        var digits = 0;
        foreach (var c in number)
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        // Zeros at the end are not written. A few digits with an exponent are a measurement, and so are numbers of more than 64 bits.
        return exponent < 0 || digits < FewestDigitsOfLongNumbers ? digits
            : Math.Abs(value) > ulong.MaxValue ? 0
            : Math.Max(digits, 1 + (int)Math.Log10(Math.Abs(value)));
    }

    private void AddMarks(int set)
    {
        if (set == AllMarks)
        {
            unmarked++;
        }
        else
        {
            cellsByMarks[set] = cellsByMarks.GetValueOrDefault(set) + 1;
        }
    }

    /// <summary>Returns the set of marks that a number can have.</summary>
    /// <param name="number">The text.</param>
    /// <param name="isPlain">True if the first marks read it. Without other marks than points, so do all with a decimal point.</param>
    private static int Fitting(ReadOnlySpan<char> number, bool isPlain)
    {
        if (!NumberMarks.AreIn(number))
        {
            return isPlain ? AllMarks : 0;
        }

        var hasOthers = NumberMarks.AreOtherThanPoints(number);
        var fits = 0;
        for (var marks = 0; marks < NumberMarks.All.Length; marks++)
        {
            var isRead =
                hasOthers || NumberMarks.All[marks].Decimal != '.'
                    ? NumberMarks.All[marks].TryRead(number, out _)
                    : isPlain;
            fits |= isRead ? 1 << marks : 0;
        }

        return fits;
    }

    private void AddValue(double value)
    {
        AreWhole &= Math.Floor(value) == value;
        AreConsecutive &= double.IsNaN(previous) || value == previous + 1;
        AreIncreasing &= !(value <= previous);
        previous = value;
        if (double.IsFinite(value))
        {
            Smallest = Math.Min(Smallest, value);
            Largest = Math.Max(Largest, value);
        }
    }
}
