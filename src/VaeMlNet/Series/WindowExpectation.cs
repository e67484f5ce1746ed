using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>The expected values of the current window of a cursor, and the rows that it contains.</summary>
internal sealed class WindowExpectation
{
    private readonly int channelCount;
    private readonly ValueGetter<VBuffer<float>>[] getters;
    private readonly VBuffer<float>[] cells;

    /// <param name="windows">A cursor with the columns of <see cref="Columns"/>.</param>
    /// <param name="channelCount">The number C of channels.</param>
    public WindowExpectation(DataViewRow windows, int channelCount)
    {
        this.channelCount = channelCount;
        getters = [.. Columns.Select(name => windows.GetGetter<VBuffer<float>>(windows.Schema[name]))];
        cells = new VBuffer<float>[getters.Length];
    }

    /// <summary>Gets the columns that are read, each of W · C cells: the data's values, the expected values and their uncertainties.</summary>
    public static string[] Columns { get; } =
    [SeriesScoreStep.RawColumn, SeriesScoreStep.ExpectedColumn, SeriesScoreStep.UncertaintyColumn];

    /// <summary>Reads the current window.</summary>
    /// <returns>The expectation of its last row, without any window.</returns>
    public RowExpectation Read()
    {
        for (var i = 0; i < getters.Length; i++)
        {
            getters[i](ref cells[i]);
        }

        return new(CellsOf(0, rowsBeforeTheLast: 0).ToArray());
    }

    /// <summary>Adds the window to the expectation of one of its rows.</summary>
    /// <param name="row">The expectation.</param>
    /// <param name="rowsBeforeTheLast">The number of rows from this row to the last row of the window.</param>
    public void AddTo(RowExpectation row, int rowsBeforeTheLast) =>
        row.Add(CellsOf(1, rowsBeforeTheLast), CellsOf(2, rowsBeforeTheLast));

    private ReadOnlySpan<float> CellsOf(int column, int rowsBeforeTheLast)
    {
        var values = cells[column].GetValues();
        return values.Slice(values.Length - ((rowsBeforeTheLast + 1) * channelCount), channelCount);
    }
}
