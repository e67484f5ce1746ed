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
        var marks = observers
            .Select(seen => new NumberRules(seen, options, null).CertainMark())
            .OfType<char>()
            .Distinct();
        char? mark = marks.Take(2).ToArray() is [var only] ? only : null;
        VaeColumnProfile[] profiles = [.. observers.Select(seen => new ColumnRules(seen, options, mark).Conclude())];
        return new VaeTableProfile
        {
            RowCount = rowCount,
            Columns = new CodeColumns(observers, profiles, options, mark).Replace(),
        };
    }

    private ColumnObserver NewObserver(string name, int mostCounted)
    {
        var given = options.Schema.Find(name);
        // The texts of given categories are all wanted.
        return new ColumnObserver(
            name,
            given,
            given?.IsCategorical == true ? int.MaxValue : mostCounted,
            Math.Clamp(2 * MostCells / columns.Length, FewestCounted, MostCompared),
            rows.Size
        );
    }

    private void CheckNames(IDataView data)
    {
        foreach (var column in options.Schema.Columns)
        {
            if (data.Schema.GetColumnOrNull(column.Name) is null)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(data),
                    $"The schema names column '{column.Name}', which the table lacks. It has: {string.Join(", ", columns.Select(known => $"'{known.Name}'"))}."
                );
            }
        }
    }

    private void Read(IDataView data)
    {
        using var cursor = data.GetRowCursor(columns);
        CellReader[] cells = [.. columns.Select((column, i) => CellReader.Create(cursor, column, observers[i]))];
        for (; cursor.MoveNext(); rowCount++)
        {
            var place = rows.NextPlace(rowCount);
            foreach (var cell in cells)
            {
                cell.Read(rowCount, place);
            }
        }
    }
}
