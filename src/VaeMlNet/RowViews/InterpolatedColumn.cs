using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>
/// A column of numbers whose missing cells are filled by linear interpolation between the observed cells around them.
/// </summary>
/// <remarks>
/// Each cell is read once, even in long gaps: the column remembers for each slot up to which row cells are known to be missing.
/// </remarks>
internal sealed class InterpolatedColumn
{
    private readonly LookAheadWindow window;
    private readonly NumberColumnReader reader;
    private readonly bool isVector;
    private readonly int width;
    private readonly long[] lastRow; // per slot: the last observed row up to the current row, or -1
    private readonly float[] lastValue;
    private readonly long[] nextRow; // per slot: the first row after the current row that is not known to be missing
    private float[] cells; // [places, width]

    public InterpolatedColumn(LookAheadWindow window, DataViewRow source, DataViewSchema.Column column)
    {
        this.window = window;
        reader = new(source, column);
        isVector = column.Type is VectorDataViewType;
        width = reader.Width;
        lastRow = new long[width];
        Array.Fill(lastRow, -1);
        lastValue = new float[width];
        nextRow = new long[width];
        cells = new float[width];
    }

    /// <summary>Copies the source's current cells to a place of the window.</summary>
    public void Fetch(int place) => reader.Read(At(place));

    public void Grow(int capacity) => Array.Resize(ref cells, checked(capacity * width));

    public void Move(int from, int to) => At(from).CopyTo(At(to));

    /// <summary>Makes a row the current row. Rows are entered in order.</summary>
    public void Enter(long row)
    {
        ReadOnlySpan<float> current = At(window.PlaceOf(row));
        for (var slot = 0; slot < current.Length; slot++)
        {
            if (!float.IsNaN(current[slot]))
            {
                lastRow[slot] = row;
                lastValue[slot] = current[slot];
            }
        }
    }

    /// <summary>Returns a ValueGetter of the filled cells of the current row.</summary>
    public Delegate MakeGetter(Func<long> currentRow) =>
        isVector
            ? VectorGetter.Fill<float>(width, filled => Fill(currentRow(), filled))
            : (ValueGetter<float>)((ref float value) => value = Cell(currentRow(), 0));

    private Span<float> At(int place) => cells.AsSpan(place * width, width);

    private void Fill(long row, Span<float> filled)
    {
        for (var slot = 0; slot < width; slot++)
        {
            filled[slot] = Cell(row, slot);
        }
    }

    private float Cell(long row, int slot)
    {
        var observed = At(window.PlaceOf(row))[slot];
        return float.IsNaN(observed) ? Filled(row, slot) : observed;
    }

    private float Filled(long row, int slot)
    {
        var before = lastRow[slot];
        if (!LookForNext(row, slot))
        {
            return before >= 0 ? lastValue[slot] : float.NaN;
        }

        var after = nextRow[slot];
        var next = At(window.PlaceOf(after))[slot];
        if (before < 0)
        {
            return next;
        }

        var share = (double)(row - before) / (after - before);
        return (float)(((1 - share) * lastValue[slot]) + (share * next));
    }

    /// <summary>Finds the slot's next observed row. Returns false if there is none up to the end of the data.</summary>
    private bool LookForNext(long row, int slot)
    {
        ref var next = ref nextRow[slot];
        next = Math.Max(next, row + 1);
        while (next < window.End || window.ReadAhead())
        {
            if (!float.IsNaN(At(window.PlaceOf(next))[slot]))
            {
                return true;
            }

            next++;
        }

        return false;
    }
}
