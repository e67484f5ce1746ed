using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Makes the profile of a table in one pass over its rows.</summary>
internal sealed class TableProfiler
{
    // Bounds on memory: for all columns together, and for each.
    private const int MostCells = 2_000_000;
    private const int MostRows = 10_000;
    private const int FewestRows = 200;
    private const int FewestCounted = 1_100;
    private const int MostCompared = 100_000;

    private const int RowsPerBlock = 1024;
    private const int CharactersPerBlock = 1 << 20; // in all columns

    private readonly VaeProfileOptions options;
    private readonly DataViewSchema.Column[] columns;
    private readonly ColumnObserver[] observers;
    private readonly ReservoirPlaces rows;
    private long rowCount;

    /// <summary>Creates a profiler.</summary>
    public TableProfiler(IDataView data, VaeProfileOptions options)
    {
        this.options = options;
        columns = [.. data.Schema.Where(column => !column.IsHidden)];
        CheckNames(data);
        var each = MostCells / Math.Max(1, columns.Length);
        rows = new ReservoirPlaces(Math.Clamp(each, FewestRows, MostRows));
        observers = [.. columns.Select(column => NewObserver(column.Name, Math.Clamp(each, FewestCounted, MostRows)))];
        Read(data);
    }

    public VaeTableProfile Profile()
    {
        NumberRules[] rules = [.. observers.Select(seen => new NumberRules(seen, options, null))];
        char[] marks = [.. rules.Select(column => column.CertainMark()).OfType<char>().Distinct()];
        var mark = marks switch
        {
            [] => NumberRules.MarkOfAll(rules),
            [var only] => only,
            _ => null,
        };
        VaeColumnProfile[] profiles = [.. observers.Select(seen => new ColumnRules(seen, options, mark).Conclude())];
        profiles = WithSharedSentinels(profiles, mark);
        profiles = new CodeColumns(observers, profiles, options, mark).Replace();
        return new VaeTableProfile { RowCount = rowCount, Columns = new RelatedDates(observers, profiles).Replace() };
    }

    /// <summary>Reads the numbers that stand for missing in a column as missing in others, too.</summary>
    private VaeColumnProfile[] WithSharedSentinels(VaeColumnProfile[] profiles, char? mark)
    {
        HashSet<double> sentinels =
        [
            .. profiles
                .Where(profile => profile.Schema.IsNumeric)
                .SelectMany(profile => profile.Schema.MissingTexts.Select(text => Number(profile.Schema, text)))
                .OfType<double>(),
        ];
        return sentinels.Count == 0
            ? profiles
            :
            [
                .. observers.Zip(
                    profiles,
                    (seen, profile) =>
                        profile.Schema.IsNumeric ? new ColumnRules(seen, options, mark, sentinels).Conclude() : profile
                ),
            ];

        static double? Number(VaeColumnSchema schema, string text) =>
            schema.TryReadNumber(text, out var number) ? number : null;
    }

    private ColumnObserver NewObserver(string name, int mostCounted)
    {
        var given = options.Schema.Find(name);
        // The texts of given categories are all wanted.
        return new ColumnObserver(
            name,
            given,
            options.MissingTexts,
            given?.IsCategorical == true ? int.MaxValue : mostCounted,
            Math.Clamp(2 * MostCells / columns.Length, FewestCounted, MostCompared),
            rows.Size
        );
    }

    private void CheckNames(IDataView data)
    {
        foreach (var name in options.Schema.Columns.Select(column => column.Name).Concat(options.NumericColumns))
        {
            if (data.Schema.GetColumnOrNull(name) is null)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(data),
                    $"The {(options.NumericColumns.Contains(name) ? "options name" : "schema names")} column '{name}', which the table lacks. It has: {string.Join(", ", columns.Select(known => $"'{known.Name}'"))}."
                );
            }
        }
    }

    private void Read(IDataView data)
    {
        using var cursor = data.GetRowCursor(columns);
        Action<CellBlock>[] cells = [.. columns.Select(column => CellReader.Create(cursor, column))];
        CellBlock[] blocks = [.. columns.Select(_ => new CellBlock())];
        List<int> places = [];
        while (cursor.MoveNext())
        {
            places.Add(rows.NextPlace(rowCount + places.Count));
            long length = 0;
            for (var column = 0; column < cells.Length; column++)
            {
                cells[column](blocks[column]);
                length += blocks[column].Length;
            }

            if (places.Count == RowsPerBlock || length > CharactersPerBlock)
            {
                Observe(blocks, places);
            }
        }

        Observe(blocks, places);
    }

    /// <summary>Passes a block of rows to the observers, and clears it. The processors share the columns.</summary>
    private void Observe(CellBlock[] blocks, List<int> places)
    {
        Parallel.For(
            0,
            blocks.Length,
            column =>
            {
                for (var row = 0; row < places.Count; row++)
                {
                    observers[column].Add(blocks[column][row], rowCount + row, places[row]);
                }

                blocks[column].Clear();
            }
        );
        rowCount += places.Count;
        places.Clear();
    }
}
