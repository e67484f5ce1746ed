using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>The rows of a source cursor from the current row up to the last row that was read ahead.</summary>
/// <remarks>
/// A ring buffer whose size is a power of two: row r is at place r mod size. It starts with one row and doubles when it is
/// full. It is therefore never larger than twice the longest distance that was read ahead.
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

    /// <summary>Gets the number of the current row. Earlier rows are no longer in the window.</summary>
    public long Current { get; private set; } = -1;

    /// <summary>Gets the number of the first row that was not read.</summary>
    public long End { get; private set; }

    public DataViewRowId Id => ids[PlaceOf(Current)];

    public long Batch => batches[PlaceOf(Current)];

    public int PlaceOf(long row) => (int)(row & (ids.Length - 1));

    public Delegate MakeGetter(DataViewSchema.Column column, Func<long> currentRow) =>
        interpolated.TryGetValue(column.Index, out var filled)
            ? filled.MakeGetter(currentRow)
            : passed[column.Index].MakeGetter(() => PlaceOf(currentRow()));

    /// <summary>Moves to the next row. Returns false if there is none.</summary>
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

    /// <summary>
    /// Reads one more row. Returns false if there is none. If the source fails, every later call throws the same error.
    /// </summary>
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
        // After doubling, a row whose number has the new bit is in the upper half.
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
