using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Rows of a source cursor, from the current one on as far as somebody looked ahead.</summary>
/// <remarks>
/// A ring whose size is a power of two: row r lies at place r mod size. It starts with room for one row and doubles when it is
/// full, so that it is never larger than twice the longest look.
/// </remarks>
internal sealed class LookAheadWindow
{
    private readonly DataViewRowCursor source;
    private readonly ValueGetter<DataViewRowId> idGetter;
    private readonly Dictionary<int, BufferedColumn> passed = [];
    private readonly Dictionary<int, InterpolatedColumn> interpolated = [];
    private DataViewRowId[] ids = new DataViewRowId[1];
    private long[] batches = new long[1];
    private ExceptionDispatchInfo? failure;
    private bool sourceIsDone;

    public LookAheadWindow(
        DataViewRowCursor source,
        IEnumerable<DataViewSchema.Column> active,
        IReadOnlySet<int> interpolatedColumns
    )
    {
        this.source = source;
        idGetter = source.GetIdGetter();
        foreach (var column in active.DistinctBy(c => c.Index))
        {
            if (interpolatedColumns.Contains(column.Index))
            {
                interpolated.Add(column.Index, new(this, source, column));
            }
            else
            {
                passed.Add(column.Index, BufferedColumn.Create(source, column, ids.Length));
            }
        }
    }

    /// <summary>Number of the current row; rows before it are gone.</summary>
    public long Current { get; private set; } = -1;

    /// <summary>Number of the first row that was not read.</summary>
    public long End { get; private set; }

    public DataViewRowId Id => ids[PlaceOf(Current)];

    public long Batch => batches[PlaceOf(Current)];

    public int PlaceOf(long row) => (int)(row & (ids.Length - 1));

    public Delegate MakeGetter(DataViewSchema.Column column, Func<long> currentRow) =>
        interpolated.TryGetValue(column.Index, out var filled)
            ? filled.MakeGetter(currentRow)
            : passed[column.Index].MakeGetter(() => PlaceOf(currentRow()));

    /// <summary>Goes to the next row; false when there is none.</summary>
    public bool Advance()
    {
        Current = Math.Min(Current + 1, End);
        if (Current == End && !ReadAhead())
        {
            return false;
        }

        foreach (var column in interpolated.Values)
        {
            column.Enter(Current);
        }

        return true;
    }

    /// <summary>Reads one more row; false when there is none. An error of the source is thrown again by every later call.</summary>
    public bool ReadAhead()
    {
        failure?.Throw();
        try
        {
            sourceIsDone = sourceIsDone || !source.MoveNext();
            if (!sourceIsDone)
            {
                Fetch();
            }
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
            throw;
        }

        return !sourceIsDone;
    }

    private void Fetch()
    {
        if (End - Current == ids.Length)
        {
            Grow();
        }

        var place = PlaceOf(End);
        batches[place] = source.Batch;
        idGetter(ref ids[place]);
        foreach (var column in passed.Values)
        {
            column.Fetch(place);
        }

        foreach (var column in interpolated.Values)
        {
            column.Fetch(place);
        }

        End++;
    }

    private void Grow()
    {
        var size = ids.Length;
        Array.Resize(ref ids, checked(2 * size));
        Array.Resize(ref batches, ids.Length);
        // A row whose number has the new bit lies in the upper half now.
        int[] moved = [.. Enumerable.Range(0, size).Where(i => ((Current + i) & size) != 0)];
        int[] places = [.. moved.Select(i => (int)((Current + i) & (size - 1)))];
        foreach (var place in places)
        {
            ids[place + size] = ids[place];
            batches[place + size] = batches[place];
        }

        foreach (var column in passed.Values)
        {
            column.Grow(ids.Length);
            Array.ForEach(places, place => column.Move(place, place + size));
        }

        foreach (var column in interpolated.Values)
        {
            column.Grow(ids.Length);
            Array.ForEach(places, place => column.Move(place, place + size));
        }
    }
}
