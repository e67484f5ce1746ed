using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>Reads rows in order and keeps the last W rows of every series.</summary>
internal sealed class WindowCursor : AddingCursor
{
    private readonly WindowStep step;
    private readonly SeriesWindows? windows;
    private readonly ChannelsReader? channels;
    private readonly Func<ReadOnlyMemory<char>>? name;
    private readonly Func<double>? time;
    private readonly Func<int>? identity;
    private readonly List<long> rowCounts = [];
    private (int Number, SlidingWindow Window, int Absent) current;

    /// <param name="step">The step.</param>
    /// <param name="bindings">The columns of the source and of the step.</param>
    /// <param name="source">The cursor to read. This cursor owns and disposes it.</param>
    /// <param name="asked">The requested columns.</param>
    /// <param name="inputs">The columns of channels, series and time; none if no added column is requested.</param>
    public WindowCursor(
        WindowStep step,
        ColumnBindings bindings,
        DataViewRowCursor source,
        IEnumerable<DataViewSchema.Column> asked,
        DataViewSchema.Column[] inputs
    )
        : base(source, bindings, asked)
    {
        this.step = step;
        if (inputs.Length > 0)
        {
            var count = step.Columns.Channels.Count;
            channels = new(source, inputs[..count], step.Allowed is { } allowed ? (step.Columns.Step, allowed) : null);
            windows = new(
                new(step.Columns.Step, step.Length, channels.Width, step.LongestGap, step.Units, step.Absent)
            );
            name = SeriesNameReader.Create(source, step.Columns.Series);
            time = TimestampReader.Create(source, step.Columns.Timestamp);
            identity = RowIdentity.Reader(source, step.Columns, inputs);
        }
    }

    public override bool MoveNext()
    {
        // The row behind an absent one is the current row of the source already.
        if (current.Absent != AbsentRows.Mark && !Rows.MoveNext())
        {
            return false;
        }

        if (windows is not null)
        {
            var series = name!();
            do
            {
                current = windows.Add(series.Span, channels!.Read(), time!(), Rows.Position);
            } while (current.Absent == AbsentRows.Mark && step.AbsentColumnName is null);

            if (step.FilledDistances is { } distances)
            {
                current.Window.FillGaps(distances);
            }

            if (current.Number == rowCounts.Count)
            {
                rowCounts.Add(0);
            }

            rowCounts[current.Number]++;
        }

        return true;
    }

    protected override Delegate MakeGetter(DataViewSchema.Column added, int index)
    {
        var column = added.Name;
        if (column == step.OutputColumnName)
        {
            return VectorGetter.Fill<float>(step.Length * channels!.Width, cells => Current().Window.CopyTo(cells));
        }

        if (column == CalendarColumn.Name)
        {
            return VectorGetter.Fill<float>(
                CalendarColumn.Width(step.Calendar),
                cells => CalendarColumn.Write(Current().Window.LastTime, cells)
            );
        }

        if (column == step.UnitsColumnName)
        {
            return (ValueGetter<VBuffer<float>>)(
                (ref VBuffer<float> value) =>
                {
                    var (_, window, absent) = Current();
                    float[] row =
                        absent == AbsentRows.Mark
                            ? [.. Enumerable.Repeat(float.NaN, channels!.Width)]
                            : [.. channels!.Read()];
                    float[] cells = [.. row, .. step.Units!.ToOwn(name!().Span, window)];
                    value = new(cells.Length, cells);
                }
            );
        }

        return column == step.SelectedColumnName ? (ValueGetter<bool>)((ref bool value) => value = IsSelected())
            : column == step.AbsentColumnName ? (ValueGetter<int>)((ref int value) => value = Current().Absent)
            : column == step.PlaceColumnName
                ? (ValueGetter<long>)((ref long value) => value = Current().Window.RowCount - 1)
            : column == step.IdentityColumnName ? (ValueGetter<int>)((ref int value) => value = identity!())
            : column == step.UseColumnName ? (ValueGetter<float>)((ref float value) => value = Use())
            : (ValueGetter<int>)((ref int value) => value = Current().Number);
    }

    private float Use()
    {
        var (number, window, _) = Current();
        return step.Use!(number, rowCounts[number] - 1, window.RowCount - 1);
    }

    private bool IsSelected()
    {
        var rows = Current().Window.RowCount;
        return rows >= step.Length && (rows - step.Length) % step.Stride == 0;
    }

    private (int Number, SlidingWindow Window, int Absent) Current() =>
        Rows.Position >= 0 ? current : throw CursorErrors.NoCurrentRow();
}
